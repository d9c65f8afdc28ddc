import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SageMaker } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntime } from "@aws-sdk/client-sagemaker-runtime";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";

import {
  type LocalAws,
  type LocalAwsOptions,
  startLocalAws,
} from "../../../simulator/aws/local-aws";
import { deployStack, type StackResult } from "../../../simulator/deploy";
import { settingsNamespace } from "../../../settings/schema";
import { clientSettings } from "../aws/local-server";

const projectDir = join(__dirname, "../../..");

/** Settings of the program by key, without their namespace. */
type StackSettings = Readonly<Record<string, string>>;

/** What a request may ask beside its input. */
interface InvocationOptions {
  readonly RequestTTLSeconds?: number;
}

/** The program's own stack on a local AWS of its own, whose model answers with the status that its input says. */
export class AlarmedStack {
  readonly scaling: ApplicationAutoScaling;
  readonly cloudwatch: CloudWatch;
  readonly kms: KMS;
  readonly s3: S3;
  readonly sagemaker: SageMaker;
  readonly sns: SNS;
  readonly sqs: SQS;
  private readonly runtime: SageMakerRuntime;
  private readonly stateDir = mkdtempSync(join(tmpdir(), "alarms-"));
  /** The stack's outputs. */
  outputs: Readonly<Record<string, string>> = {};

  private constructor(
    readonly aws: LocalAws,
    private readonly settings: StackSettings,
  ) {
    const settingsOfClients = clientSettings(aws.endpoint);
    this.scaling = new ApplicationAutoScaling(settingsOfClients);
    this.cloudwatch = new CloudWatch(settingsOfClients);
    this.kms = new KMS(settingsOfClients);
    this.s3 = new S3({ ...settingsOfClients, forcePathStyle: true });
    this.sagemaker = new SageMaker(settingsOfClients);
    this.sns = new SNS(settingsOfClients);
    this.sqs = new SQS(settingsOfClients);
    this.runtime = new SageMakerRuntime(settingsOfClients);
  }

  /** @param serviceTimeSeconds How long the model takes over a request. */
  static async start(
    settings: StackSettings,
    serviceTimeSeconds: number,
    platform: LocalAwsOptions["platform"] = {},
  ): Promise<AlarmedStack> {
    const aws = await startLocalAws({
      platform,
      speed: 3600,
      serviceTimeSeconds: { kind: "constant", value: serviceTimeSeconds },
      model: {
        async invoke({ body }) {
          const chunks: Buffer[] = [];
          for await (const chunk of body()) chunks.push(chunk as Buffer);
          const status = Number(Buffer.concat(chunks).toString());
          return { status, contentType: "text/plain", body: Buffer.from("as asked") };
        },
      },
    });
    const stack = new AlarmedStack(aws, settings);
    const { outputs } = await stack.deploy();
    stack.outputs = outputs as Record<string, string>;
    return stack;
  }

  async close(): Promise<void> {
    const { scaling, cloudwatch, kms, s3, sagemaker, sns, sqs, runtime } = this;
    for (const client of [scaling, cloudwatch, kms, s3, sagemaker, sns, sqs, runtime]) {
      client.destroy();
    }
    await this.aws.close();
    rmSync(this.stateDir, { recursive: true });
  }

  /** Deploys the stack, with some settings changed. */
  deploy(changes: StackSettings = {}): Promise<StackResult> {
    const settings = Object.entries({ ...this.settings, ...changes });
    return deployStack({
      endpoint: this.aws.endpoint,
      ...{ projectDir, stateDir: this.stateDir },
      config: Object.fromEntries(
        settings.map(([key, value]) => [`${settingsNamespace}:${key}`, value]),
      ),
    });
  }

  async until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits for so much simulated time. */
  async pass(seconds: number): Promise<void> {
    const later = this.aws.clock.now() + seconds;
    await this.until(`${seconds} seconds`, () => this.aws.clock.now() > later);
  }

  /** Simulated time stands still meanwhile, however slow the machine is. */
  async atOnce(act: () => Promise<void>): Promise<void> {
    const goOn = this.aws.driver.hold(this.aws.clock.now());
    try {
      await act();
    } finally {
      goOn();
    }
  }

  /** Asks the endpoint so many times, all at one instant, for answers of a status. */
  async ask(status: number, count = 1, options: InvocationOptions = {}): Promise<void> {
    const { bucketName: Bucket, inputPrefix } = this.outputs;
    const key = `${inputPrefix}/${status}`;
    await this.s3.putObject({ Bucket, Key: key, Body: String(status) });
    await this.atOnce(async () => {
      for (let sent = 0; sent < count; sent++) await this.invoke(key, options);
    });
  }

  async invoke(key: string, options: InvocationOptions = {}): Promise<void> {
    const { endpointName: EndpointName, bucketName } = this.outputs;
    await this.runtime.invokeEndpointAsync({
      ...{ EndpointName, InputLocation: `s3://${bucketName}/${key}`, ContentType: "text/plain" },
      ...options,
    });
  }

  now(): Date {
    return new Date(this.aws.clock.now() * 1000);
  }

  /** Which alarms went off since then, by their history, without the stack's name and made-up ends. */
  async wentOff(since: Date): Promise<string[]> {
    const { AlarmHistoryItems: items = [] } = await this.cloudwatch.describeAlarmHistory({
      HistoryItemType: "StateUpdate",
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
      StartDate: since,
      MaxRecords: 100,
    });
    const names = items
      .filter(({ HistorySummary: summary = "" }) => summary.endsWith("to ALARM"))
      .map(({ AlarmName: name = "" }) =>
        name.replace(/^monitoring-(.*)-alarm-[0-9a-f]+$/, "$1").replace(/^research-.*-/, ""),
      );
    return [...new Set(names)].sort();
  }

  /** Waits until alarms have gone off since then. */
  async untilOff(since: Date, ...expected: readonly string[]): Promise<void> {
    await this.until(expected.join(", "), async () => {
      const seen = await this.wentOff(since);
      return expected.every((name) => seen.includes(name));
    });
  }

  /** Waits until alarms have gone off, and no others, and until all of them are over. */
  async goneOff(since: Date, ...expected: readonly string[]): Promise<void> {
    await this.untilOff(since, ...expected);
    await this.until("all over", async () => {
      const { MetricAlarms: on = [] } = await this.cloudwatch.describeAlarms({
        AlarmNamePrefix: "monitoring-",
        StateValue: "ALARM",
      });
      return on.length === 0;
    });
    // Besides, the alarms of scaling and of rollbacks go off, which are not about faults of the service.
    const faults = (await this.wentOff(since)).filter(
      (name) => !/^(autoscaling|inference-rollback|TargetTracking)/.test(name),
    );
    expect(faults).to.deep.equal([...expected].sort());
  }
}
