import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:123456789012:${name}`;

describe("Dead-letter queues", () => {
  const server = useServer();
  const sqs = (): SQS => server.client(SQS);

  async function newQueue(name: string, Attributes: Record<string, string> = {}): Promise<string> {
    return (await sqs().createQueue({ QueueName: name, Attributes })).QueueUrl ?? "";
  }

  const redrive = (name: string): Record<string, string> => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount: 1 }),
    VisibilityTimeout: "0",
  });

  it("must exist", async () => {
    const error = await errorOf(newQueue("source-of-none", redrive("none")));
    expect(error.message).to.match(/Reason: Dead letter target does not exist\.$/);
  });

  it("may refuse a source", async () => {
    await newQueue("choosy", {
      RedriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [arnOf("welcome")],
      }),
    });
    await newQueue("welcome", redrive("choosy"));
    const error = await errorOf(newQueue("unwelcome", redrive("choosy")));
    expect(error.message).to.match(
      /Reason: Dead letter target does not allow this source queue\.$/,
    );
  });

  it("give their messages back to the source", async () => {
    const dead = await newQueue("dead");
    const source = await newQueue("source", redrive("dead"));
    await sqs().sendMessage({ QueueUrl: source, MessageBody: "try me" });
    await sqs().receiveMessage({ QueueUrl: source });
    expect((await sqs().receiveMessage({ QueueUrl: source })).Messages).to.equal(undefined);
    const { Messages: letters } = await sqs().receiveMessage({
      QueueUrl: dead,
      VisibilityTimeout: 0,
      MessageSystemAttributeNames: ["DeadLetterQueueSourceArn"],
    });
    expect(letters?.[0]?.Attributes).to.deep.equal({ DeadLetterQueueSourceArn: arnOf("source") });
    await sqs().startMessageMoveTask({ SourceArn: arnOf("dead") });
    const { Messages } = await sqs().receiveMessage({ QueueUrl: source });
    expect(Messages?.map(({ Body }) => Body)).to.deep.equal(["try me"]);
    expect((await sqs().receiveMessage({ QueueUrl: dead })).Messages).to.equal(undefined);
    const { Results } = await sqs().listMessageMoveTasks({ SourceArn: arnOf("dead") });
    expect(Results?.[0]).to.include({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 });
  });

  it("are the only queues whose messages can be moved", async () => {
    await newQueue("ordinary");
    const error = await errorOf(sqs().startMessageMoveTask({ SourceArn: arnOf("ordinary") }));
    expect(error.message).to.equal("Source queue must be configured as a Dead Letter Queue.");
  });
});
