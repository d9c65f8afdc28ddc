import { createReadStream } from "node:fs";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  SageMakerClient,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
} from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import {
  type AwsClient,
  type AwsCommand,
  CallFailure,
  clientCodes,
  type Connection,
  type EndpointWaiter,
  operationOf,
  type Service,
} from "./client";

/** Sends any of its service's commands; each client's own type takes its own commands only. */
interface Sender {
  send(command: object): Promise<unknown>;
  destroy(): void;
}

interface SdkFailure extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The AWS SDK for JavaScript v3, in this process. */
export class JavaScriptClient implements AwsClient {
  readonly name = "AWS SDK for JavaScript v3";
  readonly keepsWaiterDelay = true;
  private readonly s3: S3Client;
  private readonly sagemaker: SageMakerClient;
  private readonly senders: Readonly<Record<Service, Sender>>;

  constructor(private readonly connection: Connection) {
    const { endpoint, region } = connection;
    const settings = {
      region,
      ...(endpoint === undefined
        ? {}
        : {
            endpoint,
            credentials: { accessKeyId: "any", secretAccessKey: "thing" },
            maxAttempts: 1,
          }),
    };
    this.s3 = new S3Client({ ...settings, forcePathStyle: endpoint !== undefined });
    this.sagemaker = new SageMakerClient(settings);
    const clients = {
      "application-autoscaling": new ApplicationAutoScalingClient(settings),
      cloudwatch: new CloudWatchClient(settings),
      iam: new IAMClient(settings),
      kms: new KMSClient(settings),
      logs: new CloudWatchLogsClient(settings),
      s3: this.s3,
      sagemaker: this.sagemaker,
      "sagemaker-runtime": new SageMakerRuntimeClient(settings),
      sns: new SNSClient(settings),
      sqs: new SQSClient(settings),
      sts: new STSClient(settings),
    };
    this.senders = clients;
  }

  async call<Output>(command: AwsCommand<Output>): Promise<Output> {
    const sender = this.senders[operationOf(command).service];
    return (await sender.send(command).catch(fail)) as Output;
  }

  async wait(waiter: EndpointWaiter, endpointName: string): Promise<void> {
    const { waiterDelaySeconds: delay, waiterAttempts } = this.connection;
    const until = {
      EndpointInService: waitUntilEndpointInService,
      EndpointDeleted: waitUntilEndpointDeleted,
    }[waiter];
    const times = { minDelay: delay, maxDelay: delay, maxWaitTime: delay * waiterAttempts };
    await until({ client: this.sagemaker, ...times }, { EndpointName: endpointName }).catch(
      (error: unknown) => {
        throw new CallFailure(clientCodes.waiterFailed, String(error));
      },
    );
  }

  async read(bucket: string, key: string): Promise<Buffer> {
    const { Body: body } = await this.s3
      .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      .catch(fail);
    return Buffer.from((await body?.transformToByteArray()) ?? []);
  }

  async upload(file: string, bucket: string, key: string): Promise<void> {
    const params = { Bucket: bucket, Key: key, Body: createReadStream(file) };
    await new Upload({ client: this.s3, params }).done().catch(fail);
  }

  /** That takes a package of its own, which the project has no other use for. */
  presign(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    Object.values(this.senders).forEach((sender) => sender.destroy());
    return Promise.resolve();
  }
}

function fail(thrown: unknown): never {
  const { name, message, $metadata } = thrown as SdkFailure;
  throw new CallFailure(name, message, $metadata?.httpStatusCode);
}
