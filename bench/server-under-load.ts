import { SageMaker } from "@aws-sdk/client-sagemaker";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";

import { startLocalAws } from "../simulator/aws/local-aws";

const [bucket = "bench", endpointName = "bench"] = process.argv.slice(2);

const allow = (policy: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...policy } });

/** A local AWS with a bucket and an endpoint whose only instance is busy for good: what is measured is the front. */
async function main(): Promise<void> {
  const aws = await startLocalAws({
    speed: 60,
    serviceTimeSeconds: { kind: "constant", value: 3600 },
    platform: { provisionSeconds: { kind: "constant", value: 60 } },
  });
  const settings = {
    endpoint: aws.endpoint,
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
  process.on("SIGTERM", () => void aws.close().then(() => process.exit(0)));
  process.stdout.write(`${aws.endpoint}\n`);
}

void main();
