import {
  AddPermissionCommand as AddTopicPermissionCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  RemovePermissionCommand as RemoveTopicPermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import {
  AddPermissionCommand,
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { isUnknownToClient } from "../../client";
import { expectFailure, type Session } from "../../session";

/** Topics and queues, as people look after them. */
export function describeMessagingUpkeep(open: () => Session): void {
  it("sets up a topic and a subscription anew", async () => {
    const { client, run, accountId } = open();
    const { TopicArn } = await client.call(new CreateTopicCommand({ Name: `${run}-upkeep` }));
    await client.call(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: "DisplayName",
        AttributeValue: "Us",
      }),
    );
    const { Attributes: topic } = await client.call(new GetTopicAttributesCommand({ TopicArn }));
    expect(topic).to.include({ DisplayName: "Us" });
    const tag = { Key: "purpose", Value: "upkeep" };
    await client.call(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [tag] }));
    const tagged = await client.call(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(tagged.Tags).to.deep.equal([tag]);
    await client.call(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: [tag.Key] }));
    await client.call(
      new AddTopicPermissionCommand({
        TopicArn,
        Label: "ours",
        AWSAccountId: [accountId],
        ActionName: ["Publish"],
      }),
    );
    await client.call(new RemoveTopicPermissionCommand({ TopicArn, Label: "ours" }));
    const { Topics: topics } = await client.call(new ListTopicsCommand({}));
    expect(topics?.map((each) => each.TopicArn)).to.include(TopicArn);

    const { SubscriptionArn } = await client.call(
      new SubscribeCommand({
        TopicArn,
        Protocol: "email",
        Endpoint: "nobody@example.com",
        ReturnSubscriptionArn: true,
      }),
    );
    const filter = JSON.stringify({ colour: ["blue"] });
    await client.call(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: "FilterPolicy",
        AttributeValue: filter,
      }),
    );
    const { Attributes: subscription } = await client.call(
      new GetSubscriptionAttributesCommand({ SubscriptionArn }),
    );
    expect(subscription).to.include({ FilterPolicy: filter, PendingConfirmation: "true" });
    const { Subscriptions: all } = await client.call(new ListSubscriptionsCommand({}));
    expect(all?.map((each) => each.TopicArn)).to.include(TopicArn);
    await expectFailure(
      client.call(new ConfirmSubscriptionCommand({ TopicArn, Token: "0".repeat(64) })),
      ["InvalidParameter", "InvalidParameterException", "NotFound", "NotFoundException"],
    );
    const { Successful: sent } = await client.call(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [{ Id: "1", Message: "!" }],
      }),
    );
    expect(sent).to.have.lengthOf(1);
    await client.call(new DeleteTopicCommand({ TopicArn }));
  });

  it("hands messages out, back and on", async () => {
    const session = open();
    const { client, run, accountId } = session;
    const { QueueUrl } = await client.call(new CreateQueueCommand({ QueueName: `${run}-upkeep` }));
    await client.call(
      new AddPermissionCommand({
        QueueUrl,
        Label: "ours",
        AWSAccountIds: [accountId],
        Actions: ["SendMessage"],
      }),
    );
    await client.call(new RemovePermissionCommand({ QueueUrl, Label: "ours" }));
    await client.call(new TagQueueCommand({ QueueUrl, Tags: { purpose: "upkeep" } }));
    const { Tags: tags } = await client.call(new ListQueueTagsCommand({ QueueUrl }));
    expect(tags).to.deep.equal({ purpose: "upkeep" });
    await client.call(new UntagQueueCommand({ QueueUrl, TagKeys: ["purpose"] }));
    const { QueueUrls: urls } = await client.call(new ListQueuesCommand({ QueueNamePrefix: run }));
    expect(urls).to.include(QueueUrl);

    await client.call(new SendMessageCommand({ QueueUrl, MessageBody: "one" }));
    await client.call(
      new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "2", MessageBody: "two" }] }),
    );
    const handles = await receiveAll(session, QueueUrl, 2);
    const [first, second] = handles;
    await client.call(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first, VisibilityTimeout: 60 }),
    );
    const Entries = [{ Id: "2", ReceiptHandle: second }];
    await client.call(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [{ Id: "2", ReceiptHandle: second, VisibilityTimeout: 60 }],
      }),
    );
    const deleted = await client.call(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(deleted.Successful).to.deep.equal([{ Id: "2" }]);
    await client.call(new PurgeQueueCommand({ QueueUrl }));
    await client.call(new DeleteQueueCommand({ QueueUrl }));
  });

  it("moves dead letters back to where they came from", async function () {
    const session = open();
    const { client, run } = session;
    const dead = await client.call(new CreateQueueCommand({ QueueName: `${run}-dead` }));
    const { Attributes: of } = await client.call(
      new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    const { QueueUrl } = await client.call(
      new CreateQueueCommand({
        QueueName: `${run}-source`,
        Attributes: {
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: of?.QueueArn, maxReceiveCount: 1 }),
        },
      }),
    );
    const sources = await client.call(
      new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.QueueUrl }),
    );
    expect(sources.queueUrls).to.deep.equal([QueueUrl]);
    await client.call(new SendMessageCommand({ QueueUrl, MessageBody: "again" }));
    // Received once and given back at once: the second look finds it dead.
    const [handle] = await receiveAll(session, QueueUrl, 1);
    await client.call(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: handle, VisibilityTimeout: 0 }),
    );
    await client.call(new ReceiveMessageCommand({ QueueUrl }));
    try {
      await client.call(new StartMessageMoveTaskCommand({ SourceArn: of?.QueueArn }));
      await receiveAll(session, QueueUrl, 1);
      const { Results: tasks } = await client.call(
        new ListMessageMoveTasksCommand({ SourceArn: of?.QueueArn }),
      );
      expect(tasks?.map(({ Status }) => Status)).to.deep.equal(["COMPLETED"]);
      await expectFailure(client.call(new CancelMessageMoveTaskCommand({ TaskHandle: "none" })), [
        "ResourceNotFoundException",
        "InvalidParameterValue",
        "InvalidAddress",
        "AWS.SimpleQueueService.InvalidAddress",
      ]);
    } catch (error) {
      if (!isUnknownToClient(error)) throw error;
      console.log(`        ${client.name} is older than moves of messages: skipped`);
      this.skip();
    } finally {
      await client.call(new DeleteQueueCommand({ QueueUrl }));
      await client.call(new DeleteQueueCommand({ QueueUrl: dead.QueueUrl }));
    }
  });
}

/** Receipt handles of as many messages, in the order of arrival. */
async function receiveAll(
  session: Session,
  QueueUrl: string | undefined,
  count: number,
): Promise<(string | undefined)[]> {
  const handles: (string | undefined)[] = [];
  await session.until(`${count} messages`, async () => {
    const { Messages: messages = [] } = await session.client.call(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 120 }),
    );
    handles.push(...messages.map(({ ReceiptHandle }) => ReceiptHandle));
    return handles.length >= count;
  });
  return handles;
}
