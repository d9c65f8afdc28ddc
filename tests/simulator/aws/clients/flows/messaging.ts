import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { expectFailure, type Session } from "../session";

/** A topic that leads to a queue. */
export function describeMessaging(open: () => Session): void {
  it("leads a topic to a queue", async () => {
    const session = open();
    const { client, run } = session;
    const { TopicArn: topicArn = "" } = await client.call(new CreateTopicCommand({ Name: run }));
    const { QueueUrl: queueUrl = "" } = await client.call(
      new CreateQueueCommand({
        QueueName: run,
        Attributes: { VisibilityTimeout: "120" },
        tags: { purpose: "clients" },
      }),
    );
    session.topicArn = topicArn;
    session.queueUrl = queueUrl;
    const { Attributes: attributes } = await client.call(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ["QueueArn", "VisibilityTimeout"],
      }),
    );
    const queueArn = attributes?.QueueArn ?? "";
    expect(attributes).to.deep.equal({ QueueArn: queueArn, VisibilityTimeout: "120" });
    expect(queueArn).to.match(new RegExp(`^arn:aws:sqs:[a-z0-9-]+:\\d{12}:${run}$`));
    await client.call(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl,
        Attributes: { Policy: policyFor(topicArn, queueArn) },
      }),
    );
    await client.call(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: "sqs",
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
    await client.call(new PublishCommand({ TopicArn: topicArn, Message: "from the topic: ü&<" }));
    await session.receiveUntil("the message", (body) => body === "from the topic: ü&<");
  });

  it("tells that a queue or a topic is missing", async () => {
    const { client, run, topicArn } = open();
    await expectFailure(
      client.call(new GetQueueUrlCommand({ QueueName: `${run}-none` })),
      ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"],
      /^The specified queue does not exist/,
    );
    await expectFailure(
      client.call(new PublishCommand({ TopicArn: `${topicArn}-none`, Message: "to nobody" })),
      ["NotFound", "NotFoundException"],
      /^Topic does not exist/,
    );
  });
}

/** Lets the topic, and nothing else, send to the queue. */
function policyFor(topicArn: string, queueArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
    },
  });
}
