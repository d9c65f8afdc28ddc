import { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { type CreateEndpointConfigInput, SageMaker } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntime } from "@aws-sdk/client-sagemaker-runtime";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { openToTopics } from "./local-server";
import {
  type LocalAws,
  type LocalAwsOptions,
  startLocalAws,
} from "../../../simulator/aws/local-aws";

export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";
export const BUCKET = "hosting";
export const ENDPOINT = "Summaries";
export const VARIANT = "all-traffic";
export const CONFIG = "Summaries-1";
export const MODEL = "Pegasus";

/** The endpoint's variant as Application Auto Scaling names it. */
export const scalableVariant = {
  ServiceNamespace: "sagemaker",
  ResourceId: `endpoint/${ENDPOINT}/variant/${VARIANT}`,
  ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;

/** A trust policy for SageMaker. */
export const trustPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: "sagemaker.amazonaws.com" },
    Action: "sts:AssumeRole",
  },
});

/** A policy that allows all that an asynchronous endpoint needs. */
export const workPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: ["s3:*", "sns:Publish"], Resource: "*" },
});

/** A local AWS with a bucket, a topic that leads to a queue, a role and a model: all that an endpoint needs. */
export class Hosting {
  readonly s3: S3;
  readonly sns: SNS;
  readonly sqs: SQS;
  readonly iam: IAM;
  readonly sagemaker: SageMaker;
  readonly runtime: SageMakerRuntime;
  readonly scaling: ApplicationAutoScaling;
  readonly cloudwatch: CloudWatch;
  readonly logs: CloudWatchLogs;
  roleArn = "";
  topicArn = "";
  queueUrl = "";

  private constructor(readonly aws: LocalAws) {
    const config = {
      endpoint: aws.endpoint,
      region: REGION,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      maxAttempts: 1,
    };
    this.s3 = new S3({ ...config, forcePathStyle: true });
    this.sns = new SNS(config);
    this.sqs = new SQS(config);
    this.iam = new IAM(config);
    this.sagemaker = new SageMaker(config);
    this.runtime = new SageMakerRuntime(config);
    this.scaling = new ApplicationAutoScaling(config);
    this.cloudwatch = new CloudWatch(config);
    this.logs = new CloudWatchLogs(config);
  }

  /** Starts it; the provisioning of an instance takes ten minutes unless the options say otherwise. */
  static async start(options: LocalAwsOptions = {}): Promise<Hosting> {
    const aws = await startLocalAws({
      platform: { provisionSeconds: { kind: "constant", value: 600 } },
      ...options,
    });
    const hosting = new Hosting(aws);
    await hosting.prepare();
    return hosting;
  }

  async close(): Promise<void> {
    const { s3, sns, sqs, iam, sagemaker, runtime, scaling, cloudwatch, logs } = this;
    [s3, sns, sqs, iam, sagemaker, runtime, scaling, cloudwatch, logs].forEach((client) =>
      client.destroy(),
    );
    await this.aws.close();
  }

  /** Creates a configuration of one instance and 2 concurrent invocations, with the changes given. */
  async createConfig(changes: Partial<CreateEndpointConfigInput> = {}): Promise<void> {
    await this.sagemaker.createEndpointConfig(this.configInput(changes));
  }

  configInput(changes: Partial<CreateEndpointConfigInput> = {}): CreateEndpointConfigInput {
    return {
      EndpointConfigName: CONFIG,
      ProductionVariants: [
        {
          VariantName: VARIANT,
          ModelName: MODEL,
          InstanceType: "ml.m5.xlarge",
          InitialInstanceCount: 1,
        },
      ],
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
        OutputConfig: {
          S3OutputPath: `s3://${BUCKET}/out`,
          S3FailurePath: `s3://${BUCKET}/failed`,
          NotificationConfig: { SuccessTopic: this.topicArn, ErrorTopic: this.topicArn },
        },
      },
      ...changes,
    };
  }

  /** Creates the endpoint from {@link CONFIG} and lets simulated time pass until it is in service. */
  async createEndpoint(): Promise<void> {
    await this.sagemaker.createEndpoint({ EndpointName: ENDPOINT, EndpointConfigName: CONFIG });
    await this.untilStatus("InService");
  }

  /** Waits until the endpoint has that status. */
  async untilStatus(status: string): Promise<void> {
    await this.until(`status ${status}`, async () => {
      const described = await this.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      return described.EndpointStatus === status;
    });
  }

  /** Waits until it is so, at most ten seconds. */
  async until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Lets simulated time stand still meanwhile, so that a slow machine sees what a fast one sees. */
  async atOneInstant<Result>(act: () => Promise<Result>): Promise<Result> {
    const goOn = this.aws.driver.hold(this.aws.clock.now());
    try {
      return await act();
    } finally {
      goOn();
    }
  }

  /** Receives what was published until there are messages of that event's name in that number. */
  async receive(eventName: string, count: number): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    await this.until(`${count} messages ${eventName}`, async () => {
      const { Messages: messages = [] } = await this.sqs.receiveMessage({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: 10,
      });
      for (const { Body: body = "", ReceiptHandle: handle } of messages) {
        const message = JSON.parse(body) as Record<string, unknown>;
        if (message.eventName === eventName) found.push(message);
        await this.sqs.deleteMessage({ QueueUrl: this.queueUrl, ReceiptHandle: handle });
      }
      return found.length >= count;
    });
    return found;
  }

  private async prepare(): Promise<void> {
    await this.s3.createBucket({ Bucket: BUCKET });
    const { TopicArn: topicArn = "" } = await this.sns.createTopic({ Name: "results" });
    const { QueueUrl: queueUrl = "" } = await this.sqs.createQueue({
      QueueName: "results",
      Attributes: openToTopics,
    });
    await this.sns.subscribe({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:results`,
      Attributes: { RawMessageDelivery: "true" },
    });
    const { Role: role } = await this.iam.createRole({
      RoleName: "hosting",
      AssumeRolePolicyDocument: trustPolicy,
    });
    await this.iam.putRolePolicy({
      RoleName: "hosting",
      PolicyName: "work",
      PolicyDocument: workPolicy,
    });
    this.roleArn = role?.Arn ?? "";
    this.topicArn = topicArn;
    this.queueUrl = queueUrl;
    await this.sagemaker.createModel({
      ModelName: MODEL,
      ExecutionRoleArn: this.roleArn,
      PrimaryContainer: { Image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/summaries:1` },
    });
  }
}

/** The name and message of the error that a call ends in. */
export async function errorOf(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error("the call did not fail");
}
