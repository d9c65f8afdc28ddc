import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { S3 } from "@aws-sdk/client-s3";
import { SageMakerRuntime } from "@aws-sdk/client-sagemaker-runtime";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";

import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { deployStack } from "../../../simulator/deploy";
import { clientSettings, openToTopics } from "../aws/local-server";

const root = join(__dirname, "../../..");

// One stack lives through these in order: the faults of one test are over when the next begins.
describe("the alarms of the program's own stack, on the local AWS", function () {
  this.timeout(90_000);

  let aws: LocalAws;
  let stateDir: string;
  let outputs: Record<string, string>;
  let cloudwatch: CloudWatch;
  let s3: S3;
  let runtime: SageMakerRuntime;
  let sns: SNS;
  let sqs: SQS;

  before(async () => {
    // The model does as its input says.
    aws = await startLocalAws({
      speed: 3600,
      serviceTimeSeconds: { kind: "constant", value: 5 },
      model: {
        async invoke({ body }) {
          const chunks: Buffer[] = [];
          for await (const chunk of body()) chunks.push(chunk as Buffer);
          const status = Number(Buffer.concat(chunks).toString());
          return { status, contentType: "text/plain", body: Buffer.from("as asked") };
        },
      },
    });
    stateDir = mkdtempSync(join(tmpdir(), "alarms-"));
    const stack = await deployStack({
      endpoint: aws.endpoint,
      projectDir: root,
      stateDir,
      // A warm endpoint, so that faults show in minutes.
      config: { "sagemaker-async-inference:minCapacity": "1" },
    });
    outputs = stack.outputs as Record<string, string>;
    const settings = clientSettings(aws.endpoint);
    cloudwatch = new CloudWatch(settings);
    s3 = new S3({ ...settings, forcePathStyle: true });
    runtime = new SageMakerRuntime(settings);
    sns = new SNS(settings);
    sqs = new SQS(settings);
  });

  after(async () => {
    for (const client of [cloudwatch, s3, runtime, sns, sqs]) client.destroy();
    await aws.close();
    rmSync(stateDir, { recursive: true });
  });

  async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Asks the endpoint for an answer of that status. */
  async function ask(status: number): Promise<void> {
    const Key = `${outputs["inputPrefix"]}/${status}`;
    await s3.putObject({ Bucket: outputs["bucketName"], Key, Body: String(status) });
    await invoke(Key);
  }

  async function invoke(key: string): Promise<void> {
    await runtime.invokeEndpointAsync({
      EndpointName: outputs["endpointName"],
      InputLocation: `s3://${outputs["bucketName"]}/${key}`,
      ContentType: "text/plain",
    });
  }

  /** Which alarms went off since then, by their history, without the stack's name and made-up ends. */
  async function wentOff(since: Date): Promise<string[]> {
    const { AlarmHistoryItems: items = [] } = await cloudwatch.describeAlarmHistory({
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

  const now = (): Date => new Date(aws.clock.now() * 1000);

  /** Waits until alarms have gone off, and until all of them are over. */
  async function goneOff(since: Date, ...expected: readonly string[]): Promise<void> {
    await until(expected.join(", "), async () => {
      const seen = await wentOff(since);
      return expected.every((name) => seen.includes(name));
    });
    await until("all over", async () => {
      const { MetricAlarms: on = [] } = await cloudwatch.describeAlarms({
        AlarmNamePrefix: "monitoring-",
        StateValue: "ALARM",
      });
      return on.length === 0;
    });
    // Besides, the alarms of scaling and of rollbacks go off, which are not about faults of the service.
    const faults = (await wentOff(since)).filter(
      (name) => !/^(autoscaling|inference-rollback|TargetTracking)/.test(name),
    );
    expect(faults).to.deep.equal([...expected].sort());
  }

  it("stay quiet while requests succeed", async () => {
    const since = now();
    await ask(200);
    const later = aws.clock.now() + 3600;
    await until("an hour", () => Promise.resolve(aws.clock.now() > later));
    await goneOff(since);
  });

  it("tell of a server error of the model", async () => {
    const since = now();
    await ask(500);
    await goneOff(since, "failures", "server-errors", "incident", "warning");
  });

  it("tell of a request that the model refuses", async () => {
    const since = now();
    await ask(400);
    await goneOff(since, "client-errors", "failures", "warning");
  });

  it("tell of an input that is not there", async () => {
    const since = now();
    await invoke(`${outputs["inputPrefix"]}/missing`);
    await goneOff(since, "download-failures", "failures", "warning");
  });

  it("tell of a dead letter until it is gone", async () => {
    const since = now();
    const { QueueUrl } = await sqs.getQueueUrl({
      QueueName: outputs["successDeadLetterQueueName"],
    });
    await sqs.sendMessage({ QueueUrl, MessageBody: "nobody could read this" });
    await until("the alarm", async () => (await wentOff(since)).includes("success-dead-letters"));
    await sqs.purgeQueue({ QueueUrl });
    await goneOff(since, "success-dead-letters", "warning");
  });

  describe("over their encrypted topic", () => {
    let QueueUrl: string | undefined;

    before(async () => {
      ({ QueueUrl } = await sqs.createQueue({ QueueName: "on-call", Attributes: openToTopics }));
      await sns.subscribe({
        TopicArn: outputs["alarmTopicArn"],
        Protocol: "sqs",
        Endpoint: "arn:aws:sqs:us-east-1:123456789012:on-call",
        Attributes: { RawMessageDelivery: "true" },
      });
    });

    /** What was told since the last call, as `alarm: state`. */
    async function told(): Promise<string[]> {
      const heard: string[] = [];
      for (;;) {
        const { Messages: messages = [] } = await sqs.receiveMessage({
          QueueUrl,
          MaxNumberOfMessages: 10,
        });
        if (messages.length === 0) return heard;
        for (const { Body: body = "", ReceiptHandle: handle } of messages) {
          const { AlarmName, NewStateValue } = JSON.parse(body) as Record<string, string>;
          heard.push(`${AlarmName?.replace(/^research-.*-/, "")}: ${NewStateValue}`);
          await sqs.deleteMessage({ QueueUrl, ReceiptHandle: handle });
        }
      }
    }

    async function anHour(): Promise<void> {
      const later = aws.clock.now() + 3600;
      await until("an hour", () => Promise.resolve(aws.clock.now() > later));
    }

    it("tell of an incident once, and not of its warnings besides", async () => {
      const since = now();
      // Time stands still meanwhile, so that a slow machine makes one incident of it, too.
      const goOn = aws.driver.hold(aws.clock.now());
      for (let count = 0; count < 3; count++) await ask(500);
      goOn();
      await until("the incident", async () => (await wentOff(since)).includes("incident"));
      const heard: string[] = [];
      await until("the message", async () => {
        heard.push(...(await told()));
        return heard.length > 0;
      });
      await anHour();
      heard.push(...(await told()));
      expect(heard.filter((each) => each === "incident: ALARM")).to.have.length(1);
      expect(heard).not.to.include("warning: ALARM");
    });

    it("tell nobody during maintenance, which a call of the API begins", async () => {
      await cloudwatch.setAlarmState({
        AlarmName: outputs["maintenanceAlarmName"],
        StateValue: "ALARM",
        StateReason: "a new model",
      });
      await told();
      const since = now();
      await ask(500);
      await until("the incident", async () => (await wentOff(since)).includes("incident"));
      await anHour();
      expect(await told()).to.deep.equal([]);
    });
  });
});
