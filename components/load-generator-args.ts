import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link LoadGenerator}. */
export interface LoadGeneratorArgs {
  /**
   * Container image with this project and its dependencies, whose working directory is the project. Of an image in a private
   * repository of ECR the tasks are allowed that repository alone.
   */
  readonly image: pulumi.Input<string>;

  /** Endpoint that the load goes to. */
  readonly endpointName: pulumi.Input<string>;

  /** Bucket of the endpoint's stack, by which the run and its shards talk. */
  readonly bucketName: pulumi.Input<string>;

  /** Key prefix of inputs in the bucket, without a slash at its end. Defaults to `input`, as of `AsyncInferenceEndpoint`. */
  readonly inputPrefix?: pulumi.Input<string>;

  /** KMS key that the bucket is encrypted with, where it is one of your own. */
  readonly kmsKeyArn?: pulumi.Input<string>;

  /** VPC that the tasks run in. */
  readonly vpcId: pulumi.Input<string>;

  /**
   * Subnets of the VPC from which S3, the SageMaker runtime, CloudWatch Logs and the image can be reached: by a NAT gateway,
   * or by VPC endpoints as `PrivateNetwork` has them.
   */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;

  /** Whether tasks have public addresses, which they need in public subnets. Defaults to false. */
  readonly assignPublicIp?: pulumi.Input<boolean>;

  /** Processor units of a task: 256, 512, 1024 (one processor), 2048, 4096, 8192 or 16384. Defaults to 1024. */
  readonly cpuUnits?: pulumi.Input<number>;

  /** Memory of a task in MiB, of those that Fargate has for the processor units. Defaults to 2048. */
  readonly memoryMib?: pulumi.Input<number>;

  /** Days that the tasks' log is kept, one of those that CloudWatch Logs permits. Defaults to 30. */
  readonly logRetentionDays?: pulumi.Input<number>;

  /** Tags of everything that the component makes and that takes tags. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
