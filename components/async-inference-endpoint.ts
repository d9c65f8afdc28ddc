import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sagemaker from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { named, oneOf, wholeNumberIn } from "../sagemaker/checks";
import { huggingFaceInstanceProblem, imageUriProblem } from "../sagemaker/container-images";
import { instanceTypeProblem } from "../sagemaker/instance-types";
import {
  hubModelId,
  keyPrefix,
  limits,
  logRetentionDays,
  sageMakerName,
} from "../sagemaker/limits";
import { containerEnvironment } from "./endpoint/container-environment";
import { containerImage } from "./endpoint/container-image";
import { deploymentPlace } from "./endpoint/deployment-place";
import { createExecutionRole } from "./endpoint/execution-role";
import { createResultChannel } from "./endpoint/result-channel";
import { createStorage } from "./endpoint/storage";
import { checkedInputs, pairRule, withDefaults } from "./validation";

/** Arguments of {@link AsyncInferenceEndpoint}. */
export interface AsyncInferenceEndpointArgs {
  /** Model of the Hugging Face Hub to serve, as `organisation/name`. */
  readonly modelId: pulumi.Input<string>;

  /** The pipeline's task, for example `summarization`. Left to the model's card when omitted. */
  readonly task?: pulumi.Input<string>;

  /** Type of the instances. Defaults to `ml.g5.xlarge`. */
  readonly instanceType?: pulumi.Input<string>;

  /**
   * Requests that one instance works on at a time, 1 to 1000. Left to SageMaker when omitted, which does not say what
   * it chooses.
   */
  readonly maxConcurrentInvocationsPerInstance?: pulumi.Input<number>;

  /**
   * Instances that the endpoint is created with, and that an update of model or instance type sets it back to. At
   * least 1: only scaling takes an endpoint to zero. Defaults to 1.
   */
  readonly initialInstanceCount?: pulumi.Input<number>;

  /**
   * Longest time that the model may take for one request, in seconds: the container's own time-out. 1 to 3600;
   * defaults to 3600. Callers choose theirs with each request, 900 unless they say otherwise.
   */
  readonly longestInvocationSeconds?: pulumi.Input<number>;

  /**
   * Image in Amazon ECR that serves the model. Defaults to the Hugging Face image that fits the region, the instance
   * type and the task.
   */
  readonly containerImage?: pulumi.Input<string>;

  /** Further environment variables of the container; they win over those that the component sets. */
  readonly environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;

  /**
   * Name of the endpoint, unique in its account and region. Defaults to the component's name and the stack's, joined
   * by a hyphen.
   */
  readonly endpointName?: pulumi.Input<string>;

  /** Name of the production variant; a new name is a new variant to autoscaling. Defaults to `primary`. */
  readonly variantName?: pulumi.Input<string>;

  /** Name of an existing bucket for inputs and results. A private, encrypted one is made when omitted. */
  readonly bucketName?: pulumi.Input<string>;

  /** Whether the bucket that is made may be deleted while objects are in it. Defaults to false. */
  readonly forceDestroyBucket?: pulumi.Input<boolean>;

  /** Prefix that inputs are read from. Defaults to `input`. */
  readonly inputPrefix?: pulumi.Input<string>;

  /** Prefix that results are written to. Defaults to `output`. */
  readonly outputPrefix?: pulumi.Input<string>;

  /** Prefix that the reports of failed requests are written to; not that of results. Defaults to `failure`. */
  readonly failurePrefix?: pulumi.Input<string>;

  /**
   * Days that the endpoint's logs are kept: one of the numbers that CloudWatch Logs offers, from 1 to 3653. Defaults to
   * 30; a group that SageMaker makes by itself is kept for ever and outlives the endpoint.
   */
  readonly logRetentionDays?: pulumi.Input<number>;

  /** Tags of everything that the component makes. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const defaults = {
  instanceType: "ml.g5.xlarge",
  initialInstanceCount: 1,
  longestInvocationSeconds: limits.invocationTimeoutSeconds.max,
  variantName: "primary",
  forceDestroyBucket: false,
  inputPrefix: "input",
  outputPrefix: "output",
  failurePrefix: "failure",
  logRetentionDays: 30,
};

/**
 * A SageMaker endpoint for asynchronous inference: the model, its configuration, the role it runs as, the bucket it
 * reads from and writes to, and a topic with a queue each for results and for failures.
 *
 * Model and configuration carry no physical names, so that a change of either makes new ones, moves the endpoint over
 * and only then deletes the old.
 */
export class AsyncInferenceEndpoint extends pulumi.ComponentResource {
  /** Name of the endpoint, known once it is in service. */
  public readonly endpointName: pulumi.Output<string>;
  /** Name of the endpoint's only production variant. */
  public readonly variantName: pulumi.Output<string>;
  /** Bucket of inputs and results. */
  public readonly bucketName: pulumi.Output<string>;
  /** Prefix that inputs are read from. */
  public readonly inputPrefix: pulumi.Output<string>;
  /** Where results are written, as an S3 URI. */
  public readonly outputPath: pulumi.Output<string>;
  /** Where the reports of failed requests are written, as an S3 URI. */
  public readonly failurePath: pulumi.Output<string>;
  /** Topic that announces each result. */
  public readonly successTopicArn: pulumi.Output<string>;
  /** Topic that announces each failure. */
  public readonly errorTopicArn: pulumi.Output<string>;
  /** Queue that keeps the announcements of results until they are read. */
  public readonly successQueueUrl: pulumi.Output<string>;
  /** Queue that keeps the announcements of failures until they are read. */
  public readonly errorQueueUrl: pulumi.Output<string>;
  /** Role that the endpoint runs as. */
  public readonly executionRoleArn: pulumi.Output<string>;
  /** Image that serves the model. */
  public readonly containerImageUri: pulumi.Output<string>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that is out of its range, before anything is created.
   */
  constructor(
    name: string,
    args: AsyncInferenceEndpointArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("sagemaker-async-inference:index:AsyncInferenceEndpoint", name, {}, opts);
    const inputs = checkedArgs(name, args);
    const { tags, variantName } = inputs;
    const place = deploymentPlace(this);
    const image = containerImage({ ...inputs, region: place.region });

    const storage = createStorage(
      name,
      { bucketName: inputs.bucketName, forceDestroy: inputs.forceDestroyBucket, tags },
      place.partition,
      this,
    );
    const success = createResultChannel(`${name}-success`, tags, this);
    const error = createResultChannel(`${name}-error`, tags, this);
    const role = createExecutionRole(
      name,
      {
        place,
        endpointName: inputs.endpointName,
        image,
        bucketArn: storage.bucketArn,
        inputPrefix: inputs.inputPrefix,
        writtenPrefixes: [inputs.outputPrefix, inputs.failurePrefix],
        topicArns: [success.topicArn, error.topicArn],
        tags,
      },
      this,
    );
    const model = new sagemaker.Model(
      `${name}-model`,
      {
        executionRoleArn: role.arn,
        primaryContainer: { image: image.uri, environment: containerEnvironment(inputs) },
        tags,
      },
      // SageMaker uses the role's rights until the last of the endpoint is gone.
      { parent: this, dependsOn: [role.policy] },
    );
    const outputPath = pulumi.interpolate`s3://${storage.bucketName}/${inputs.outputPrefix}`;
    const failurePath = pulumi.interpolate`s3://${storage.bucketName}/${inputs.failurePrefix}`;
    const configuration = new sagemaker.EndpointConfiguration(
      `${name}-config`,
      {
        productionVariants: [
          {
            variantName,
            modelName: model.name,
            instanceType: inputs.instanceType,
            initialInstanceCount: inputs.initialInstanceCount,
          },
        ],
        asyncInferenceConfig: {
          clientConfig: {
            maxConcurrentInvocationsPerInstance: inputs.maxConcurrentInvocationsPerInstance,
          },
          outputConfig: {
            s3OutputPath: outputPath,
            s3FailurePath: failurePath,
            notificationConfig: { successTopic: success.topicArn, errorTopic: error.topicArn },
          },
        },
        tags,
      },
      { parent: this },
    );
    const logs = new cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: pulumi.interpolate`/aws/sagemaker/Endpoints/${inputs.endpointName}`,
        retentionInDays: inputs.logRetentionDays,
        tags,
      },
      { parent: this },
    );
    const endpoint = new sagemaker.Endpoint(
      `${name}-endpoint`,
      { name: inputs.endpointName, endpointConfigName: configuration.name, tags },
      {
        parent: this,
        dependsOn: [
          ...[role.policy, logs, success.subscription, error.subscription],
          ...storage.safeguards,
        ],
      },
    );

    // The id is the name, yet known only once the endpoint is there: nothing that takes it comes earlier.
    this.endpointName = endpoint.id;
    this.variantName = pulumi.output(variantName);
    this.bucketName = storage.bucketName;
    this.inputPrefix = pulumi.output(inputs.inputPrefix);
    this.outputPath = outputPath;
    this.failurePath = failurePath;
    this.successTopicArn = success.topicArn;
    this.errorTopicArn = error.topicArn;
    this.successQueueUrl = success.queueUrl;
    this.errorQueueUrl = error.queueUrl;
    this.executionRoleArn = role.arn;
    this.containerImageUri = image.uri;
    this.registerOutputs({
      endpointName: this.endpointName,
      variantName: this.variantName,
      bucketName: this.bucketName,
      inputPrefix: this.inputPrefix,
      outputPath: this.outputPath,
      failurePath: this.failurePath,
      successTopicArn: this.successTopicArn,
      errorTopicArn: this.errorTopicArn,
      successQueueUrl: this.successQueueUrl,
      errorQueueUrl: this.errorQueueUrl,
      executionRoleArn: this.executionRoleArn,
      containerImageUri: this.containerImageUri,
    });
  }
}

function checkedArgs(name: string, args: AsyncInferenceEndpointArgs) {
  const owner = `AsyncInferenceEndpoint "${name}"`;
  const complete = withDefaults(
    { ...defaults, endpointName: `${name}-${pulumi.getStack()}` },
    args,
  );
  return checkedInputs(
    owner,
    complete,
    {
      modelId: named(hubModelId),
      instanceType: (type) =>
        instanceTypeProblem(type) ??
        (args.containerImage === undefined ? huggingFaceInstanceProblem(type) : undefined),
      maxConcurrentInvocationsPerInstance: wholeNumberIn(limits.concurrentInvocationsPerInstance),
      initialInstanceCount: wholeNumberIn(limits.initialInstanceCount),
      longestInvocationSeconds: wholeNumberIn(limits.invocationTimeoutSeconds),
      containerImage: imageUriProblem,
      endpointName: named(sageMakerName),
      variantName: named(sageMakerName),
      logRetentionDays: oneOf(logRetentionDays.values, "days"),
      inputPrefix: named(keyPrefix),
      outputPrefix: named(keyPrefix),
      failurePrefix: named(keyPrefix),
    },
    [
      pairRule<typeof complete>()({
        properties: ["failurePrefix", "outputPrefix"],
        reason: (failure, output) =>
          failure === output
            ? `is "${failure}", the same as \`outputPrefix\`; results and failures must not mix: change one of them`
            : undefined,
      }),
    ],
  );
}
