import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SageMaker } from "@aws-sdk/client-sagemaker";
import { setTimeout as sleep } from "node:timers/promises";

const allow = (policy: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...policy } });

/** Makes a bucket and an endpoint that writes to it, and waits until the endpoint is in service. */
export async function makeEndpoint(
  endpoint: string,
  bucket: string,
  endpointName: string,
): Promise<void> {
  const settings = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  };
  await new S3({ ...settings, forcePathStyle: true }).createBucket({ Bucket: bucket });
  const iam = new IAM(settings);
  const { Role } = await iam.createRole({
    RoleName: "bench",
    AssumeRolePolicyDocument: allow({
      Principal: { Service: "sagemaker.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  });
  await iam.putRolePolicy({
    RoleName: "bench",
    PolicyName: "bench",
    PolicyDocument: allow({ Action: "s3:*", Resource: "*" }),
  });
  const sagemaker = new SageMaker(settings);
  await sagemaker.createModel({
    ModelName: "bench",
    ExecutionRoleArn: Role?.Arn,
    PrimaryContainer: { Image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/bench:1" },
  });
  await sagemaker.createEndpointConfig({
    EndpointConfigName: "bench",
    ProductionVariants: [
      {
        VariantName: "bench",
        ModelName: "bench",
        InstanceType: "ml.m5.xlarge",
        InitialInstanceCount: 1,
      },
    ],
    AsyncInferenceConfig: { OutputConfig: { S3OutputPath: `s3://${bucket}/out` } },
  });
  await sagemaker.createEndpoint({ EndpointName: endpointName, EndpointConfigName: "bench" });
  for (;;) {
    const { EndpointStatus } = await sagemaker.describeEndpoint({ EndpointName: endpointName });
    if (EndpointStatus === "InService") {
      break;
    }
    await sleep(50);
  }
}
