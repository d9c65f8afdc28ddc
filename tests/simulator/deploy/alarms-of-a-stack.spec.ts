import { expect } from "chai";

import { openToTopics } from "../aws/local-server";
import { AlarmedStack } from "./alarmed-stack";

// One stack lives through these in order: the faults of one test are over when the next begins.
describe("the alarms of the program's own stack, on the local AWS", function () {
  this.timeout(120_000);

  let stack: AlarmedStack;
  before(async () => {
    // A warm endpoint, so that faults show in minutes.
    stack = await AlarmedStack.start({ minCapacity: "1" }, 5);
  });
  after(() => stack.close());

  it("stay quiet while requests succeed", async () => {
    const since = stack.now();
    await stack.ask(200);
    await stack.pass(3600);
    await stack.goneOff(since);
  });

  it("tell of a server error of the model", async () => {
    const since = stack.now();
    await stack.ask(500);
    await stack.goneOff(since, "failures", "server-errors", "incident", "warning");
  });

  it("tell of a request that the model refuses", async () => {
    const since = stack.now();
    await stack.ask(400);
    await stack.goneOff(since, "client-errors", "failures", "warning");
  });

  it("tell of an input that is not there", async () => {
    const since = stack.now();
    await stack.invoke(`${stack.outputs["inputPrefix"]}/missing`);
    await stack.goneOff(since, "download-failures", "failures", "warning");
  });

  it("tell of a result that cannot be written, for want of its key", async () => {
    const since = stack.now();
    const KeyId = stack.outputs["kmsKeyArn"];
    await stack.atOnce(async () => {
      await stack.ask(200);
      await stack.kms.disableKey({ KeyId });
    });
    await stack.untilOff(since, "upload-failures");
    await stack.kms.enableKey({ KeyId });
    // The topics have the same key, so that nobody hears of it either.
    await stack.goneOff(
      since,
      ...["failures", "upload-failures", "notification-failures", "incident", "warning"],
    );
  });

  it("tell of a dead letter until it is gone", async () => {
    const since = stack.now();
    const { QueueUrl } = await stack.sqs.getQueueUrl({
      QueueName: stack.outputs["successDeadLetterQueueName"],
    });
    await stack.sqs.sendMessage({ QueueUrl, MessageBody: "nobody could read this" });
    await stack.untilOff(since, "success-dead-letters");
    await stack.sqs.purgeQueue({ QueueUrl });
    await stack.goneOff(since, "success-dead-letters", "warning");
  });

  it("that roll an update back do so, after a server error during it", async () => {
    const { endpointName: EndpointName } = stack.outputs;
    const endpoint = () => stack.sagemaker.describeEndpoint({ EndpointName });
    const { EndpointConfigName: before } = await endpoint();
    let deployment: Promise<string> | undefined;
    await stack.atOnce(async () => {
      deployment = stack.deploy({ modelRevision: "broken" }).then(
        () => "deployed",
        (error: Error) => error.message,
      );
      await stack.until("the update", async () => (await endpoint()).EndpointStatus === "Updating");
      await stack.ask(500);
    });
    expect(await deployment).to.match(/roll/i);
    const after = await endpoint();
    expect([after.EndpointStatus, after.EndpointConfigName]).to.deep.equal(["InService", before]);
  });

  describe("over their encrypted topic", () => {
    let QueueUrl: string | undefined;

    before(async () => {
      ({ QueueUrl } = await stack.sqs.createQueue({
        QueueName: "on-call",
        Attributes: openToTopics,
      }));
      await stack.sns.subscribe({
        TopicArn: stack.outputs["alarmTopicArn"],
        Protocol: "sqs",
        Endpoint: "arn:aws:sqs:us-east-1:123456789012:on-call",
        Attributes: { RawMessageDelivery: "true" },
      });
    });

    /** What was told since the last call, as `alarm: state`. */
    async function told(): Promise<string[]> {
      const heard: string[] = [];
      for (;;) {
        const { Messages: messages = [] } = await stack.sqs.receiveMessage({
          QueueUrl,
          MaxNumberOfMessages: 10,
        });
        if (messages.length === 0) return heard;
        for (const { Body: body = "", ReceiptHandle: handle } of messages) {
          const { AlarmName, NewStateValue } = JSON.parse(body) as Record<string, string>;
          heard.push(`${AlarmName?.replace(/^research-.*-/, "")}: ${NewStateValue}`);
          await stack.sqs.deleteMessage({ QueueUrl, ReceiptHandle: handle });
        }
      }
    }

    it("tell of an incident once, and not of its warnings besides", async () => {
      const since = stack.now();
      await stack.ask(500, 3);
      await stack.untilOff(since, "incident");
      const heard: string[] = [];
      await stack.until("the message", async () => {
        heard.push(...(await told()));
        return heard.length > 0;
      });
      await stack.pass(3600);
      heard.push(...(await told()));
      expect(heard.filter((each) => each === "incident: ALARM")).to.have.length(1);
      expect(heard).not.to.include("warning: ALARM");
    });

    it("tell nobody during maintenance, which a call of the API begins", async () => {
      await stack.cloudwatch.setAlarmState({
        AlarmName: stack.outputs["maintenanceAlarmName"],
        StateValue: "ALARM",
        StateReason: "a new model",
      });
      await told();
      const since = stack.now();
      await stack.ask(500);
      await stack.untilOff(since, "incident");
      await stack.pass(3600);
      expect(await told()).to.deep.equal([]);
    });
  });

  it("tell of a result that cannot be announced, for want of its topic", async () => {
    const since = stack.now();
    await stack.sns.deleteTopic({ TopicArn: stack.outputs["successTopicArn"] });
    await stack.ask(200);
    await stack.goneOff(since, "notification-failures", "warning");
  });
});
