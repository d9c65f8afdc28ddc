import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

describe("SQS queues", () => {
  const server = useServer();
  const sqs = (): SQS => server.client(SQS);
  let count = 0;

  async function newQueue(Attributes: Record<string, string> = {}): Promise<string> {
    const created = await sqs().createQueue({ QueueName: `queue-${count++}`, Attributes });
    return created.QueueUrl ?? "";
  }

  it("hand a message out once until its visibility is over", async () => {
    const QueueUrl = await newQueue({ VisibilityTimeout: "1" });
    await sqs().sendMessage({ QueueUrl, MessageBody: "hello" });
    const first = await sqs().receiveMessage({ QueueUrl });
    expect(first.Messages?.[0]?.Body).to.equal("hello");
    expect((await sqs().receiveMessage({ QueueUrl })).Messages).to.equal(undefined);
    const again = await sqs().receiveMessage({
      QueueUrl,
      WaitTimeSeconds: 3,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    });
    expect(again.Messages?.[0]?.MessageId).to.equal(first.Messages?.[0]?.MessageId);
    expect(again.Messages?.[0]?.Attributes).to.deep.equal({ ApproximateReceiveCount: "2" });
  });

  it("delete a message by its receipt", async () => {
    const QueueUrl = await newQueue({ VisibilityTimeout: "0" });
    await sqs().sendMessage({ QueueUrl, MessageBody: "hello" });
    const { Messages } = await sqs().receiveMessage({ QueueUrl });
    await sqs().deleteMessage({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle });
    expect((await sqs().receiveMessage({ QueueUrl })).Messages).to.equal(undefined);
  });

  it("let accounts in under a label, until it is taken away", async () => {
    const QueueUrl = await newQueue();
    const policy = async (): Promise<unknown> => {
      const { Attributes } = await sqs().getQueueAttributes({
        QueueUrl,
        AttributeNames: ["Policy"],
      });
      return Attributes?.Policy === undefined ? undefined : JSON.parse(Attributes.Policy);
    };
    const permission = {
      QueueUrl,
      Label: "readers",
      AWSAccountIds: ["111122223333"],
      Actions: ["ReceiveMessage", "DeleteMessage"],
    };
    await sqs().addPermission(permission);
    const arn = `arn:aws:sqs:us-east-1:123456789012:${QueueUrl.split("/").at(-1)}`;
    expect(await policy()).to.deep.equal({
      Version: "2012-10-17",
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: "readers",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: ["SQS:ReceiveMessage", "SQS:DeleteMessage"],
          Resource: arn,
        },
      ],
    });
    for (const [change, message] of [
      [{}, "Value readers for parameter Label is invalid. Reason: Already exists."],
      [
        { Label: "makers", Actions: ["CreateQueue"] },
        "Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.",
      ],
    ] as const) {
      const error = await errorOf(
        sqs().addPermission({
          ...permission,
          Actions: [...permission.Actions],
          ...change,
        } as never),
      );
      expect(error.message).to.equal(message);
    }
    await sqs().removePermission({ QueueUrl, Label: "readers" });
    expect(await policy()).to.equal(undefined);
    const error = await errorOf(sqs().removePermission({ QueueUrl, Label: "readers" }));
    expect(error.message).to.equal(
      "Value readers for parameter Label is invalid. Reason: can't find label on existing policy.",
    );
  });

  it("let a receiver wait for a message", async () => {
    const QueueUrl = await newQueue();
    const startedAt = performance.now();
    const waiting = sqs().receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
    setTimeout(() => void sqs().sendMessage({ QueueUrl, MessageBody: "late" }), 100);
    expect((await waiting).Messages?.[0]?.Body).to.equal("late");
    expect(performance.now() - startedAt).to.be.lessThan(5000);
  });

  it("end a wait with empty hands when its time is over", async () => {
    const QueueUrl = await newQueue();
    const startedAt = performance.now();
    const { Messages } = await sqs().receiveMessage({ QueueUrl, WaitTimeSeconds: 1 });
    expect(Messages).to.equal(undefined);
    expect(performance.now() - startedAt).to.be.within(950, 4000);
  });

  it("do not lose a message to a receiver that went away", async () => {
    const QueueUrl = await newQueue();
    const leaving = new AbortController();
    const waiting = sqs().receiveMessage(
      { QueueUrl, WaitTimeSeconds: 20 },
      { abortSignal: leaving.signal },
    );
    setTimeout(() => leaving.abort(), 100);
    expect((await errorOf(waiting)).name).to.equal("AbortError");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sqs().sendMessage({ QueueUrl, MessageBody: "kept" });
    expect((await sqs().receiveMessage({ QueueUrl })).Messages?.[0]?.Body).to.equal("kept");
  });

  it("move a message that was received too often to the queue of dead letters", async () => {
    const deadLetters = await newQueue();
    const { Attributes } = await sqs().getQueueAttributes({
      QueueUrl: deadLetters,
      AttributeNames: ["QueueArn"],
    });
    const QueueUrl = await newQueue({
      VisibilityTimeout: "0",
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: Attributes?.QueueArn,
        maxReceiveCount: 2,
      }),
    });
    await sqs().sendMessage({ QueueUrl, MessageBody: "poison" });
    await sqs().receiveMessage({ QueueUrl });
    await sqs().receiveMessage({ QueueUrl });
    expect((await sqs().receiveMessage({ QueueUrl })).Messages).to.equal(undefined);
    const { Messages } = await sqs().receiveMessage({ QueueUrl: deadLetters });
    expect(Messages?.[0]?.Body).to.equal("poison");
    const { queueUrls } = await sqs().listDeadLetterSourceQueues({ QueueUrl: deadLetters });
    expect(queueUrls).to.deep.equal([QueueUrl]);
  });

  it("count visible, received and delayed messages", async () => {
    const QueueUrl = await newQueue();
    await sqs().sendMessage({ QueueUrl, MessageBody: "1" });
    await sqs().sendMessage({ QueueUrl, MessageBody: "2" });
    await sqs().sendMessage({ QueueUrl, MessageBody: "3", DelaySeconds: 60 });
    await sqs().receiveMessage({ QueueUrl });
    const { Attributes } = await sqs().getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    expect(Attributes).to.include({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
    });
    await sqs().purgeQueue({ QueueUrl });
    const after = await sqs().getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    expect(after.Attributes).to.include({ ApproximateNumberOfMessages: "0" });
  });

  it("are created again with the same attributes, not with others", async () => {
    const client = sqs();
    const { QueueUrl } = await client.createQueue({ QueueName: "again" });
    expect((await client.createQueue({ QueueName: "again" })).QueueUrl).to.equal(QueueUrl);
    const error = await errorOf(
      client.createQueue({ QueueName: "again", Attributes: { VisibilityTimeout: "1" } }),
    );
    expect(error.name).to.equal("QueueNameExists");
  });

  for (const [name, value, code] of [
    ["VisibilityTimeout", "43201", "InvalidAttributeValue"],
    ["MessageRetentionPeriod", "soon", "InvalidAttributeValue"],
    ["RedrivePolicy", "{}", "InvalidAttributeValue"],
    ["Invented", "1", "InvalidAttributeName"],
  ] as const) {
    it(`refuse ${name} of ${value}`, async () => {
      const QueueUrl = await newQueue();
      const error = await errorOf(
        sqs().setQueueAttributes({ QueueUrl, Attributes: { [name]: value } }),
      );
      expect(error.name).to.equal(code);
    });
  }

  it("refuse a receipt that is none", async () => {
    const QueueUrl = await newQueue();
    const error = await errorOf(sqs().deleteMessage({ QueueUrl, ReceiptHandle: "none" }));
    expect(error.name).to.equal("ReceiptHandleIsInvalid");
  });
});
