import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, openToTopics, useServer } from "../local-server";

describe("SNS", () => {
  const server = useServer();
  const sns = (): SNS => server.client(SNS);
  const sqs = (): SQS => server.client(SQS);
  let count = 0;

  async function topicWithQueue(
    Attributes: Record<string, string> = {},
  ): Promise<{ TopicArn: string; QueueUrl: string; SubscriptionArn: string }> {
    const name = `results-${count++}`;
    const { TopicArn = "" } = await sns().createTopic({ Name: name });
    const { QueueUrl = "" } = await sqs().createQueue({
      QueueName: name,
      Attributes: openToTopics,
    });
    const { SubscriptionArn = "" } = await sns().subscribe({
      TopicArn,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:us-east-1:123456789012:${name}`,
      Attributes,
    });
    return { TopicArn, QueueUrl, SubscriptionArn };
  }

  async function bodies(QueueUrl: string): Promise<string[]> {
    const { Messages = [] } = await sqs().receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    return Messages.map(({ Body = "" }) => Body);
  }

  it("delivers in AWS's envelope, without a subject that was not given", async () => {
    const { TopicArn, QueueUrl } = await topicWithQueue();
    const { MessageId } = await sns().publish({ TopicArn, Message: 'a "b" <c>' });
    const [body = ""] = await bodies(QueueUrl);
    const envelope = JSON.parse(body) as Record<string, string>;
    expect(Object.keys(envelope)).to.deep.equal([
      "Type",
      "MessageId",
      "TopicArn",
      "Message",
      "Timestamp",
      "SignatureVersion",
      "Signature",
      "SigningCertURL",
      "UnsubscribeURL",
    ]);
    expect(envelope).to.include({
      Type: "Notification",
      MessageId,
      TopicArn,
      Message: 'a "b" <c>',
    });
    expect(envelope.Timestamp).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("stamps what a service publishes with the simulated time of the event", async () => {
    const { TopicArn, QueueUrl } = await topicWithQueue();
    server.aws.sns("us-east-1").publish(TopicArn, "done", Date.UTC(2030, 0, 1) / 1000);
    const [body = ""] = await bodies(QueueUrl);
    expect(JSON.parse(body)).to.include({ Timestamp: "2030-01-01T00:00:00.000Z" });
  });

  it("delivers the bare message where that is asked for", async () => {
    const { TopicArn, QueueUrl } = await topicWithQueue({ RawMessageDelivery: "true" });
    await sns().publish({ TopicArn, Message: "bare" });
    expect(await bodies(QueueUrl)).to.deep.equal(["bare"]);
  });

  it("delivers only what fits the filter on the body", async () => {
    const { TopicArn, QueueUrl } = await topicWithQueue({
      RawMessageDelivery: "true",
      FilterPolicyScope: "MessageBody",
      FilterPolicy: JSON.stringify({
        invocationStatus: ["Completed"],
        requestParameters: { endpointName: [{ prefix: "summ" }] },
      }),
    });
    const message = (status: string, name: string): string =>
      JSON.stringify({ invocationStatus: status, requestParameters: { endpointName: name } });
    for (const Message of [
      message("Completed", "summaries"),
      message("Failed", "summaries"),
      message("Completed", "other"),
      "no JSON",
    ]) {
      await sns().publish({ TopicArn, Message });
    }
    expect(await bodies(QueueUrl)).to.deep.equal([message("Completed", "summaries")]);
  });

  it("delivers only what fits the filter on attributes", async () => {
    const { TopicArn, QueueUrl } = await topicWithQueue({
      RawMessageDelivery: "true",
      FilterPolicy: JSON.stringify({ price: [{ numeric: [">=", 10, "<", 20] }] }),
    });
    for (const price of ["5", "10", "20"]) {
      const MessageAttributes = { price: { DataType: "Number", StringValue: price } };
      await sns().publish({ TopicArn, Message: price, MessageAttributes });
    }
    expect(await bodies(QueueUrl)).to.deep.equal(["10"]);
  });

  it("refuses a filter that would fit no message", async () => {
    const { SubscriptionArn, TopicArn } = await topicWithQueue();
    const faults: readonly (readonly [object, string])[] = [
      [{ status: "Failed" }, 'FilterPolicy: "status" must be an object or an array'],
      [
        { parameters: { endpoint: ["a"] } },
        "Filter policy scope MessageAttributes does not support nested filter policy",
      ],
      [{ status: [{ like: "Fail" }] }, "FilterPolicy: Unrecognized match type like"],
      [
        { status: [["Failed"]] },
        "FilterPolicy: Match value must be String, number, true, false, or null",
      ],
    ];
    for (const [policy, reason] of faults) {
      const FilterPolicy = JSON.stringify(policy);
      const subscribed = topicWithQueue({ FilterPolicy });
      expect((await errorOf(subscribed)).message).to.equal(
        `Invalid parameter: Attributes Reason: ${reason}`,
      );
      const set = sns().setSubscriptionAttributes({
        SubscriptionArn,
        AttributeName: "FilterPolicy",
        AttributeValue: FilterPolicy,
      });
      expect((await errorOf(set)).message).to.equal(`Invalid parameter: ${reason}`);
    }
    const { Subscriptions: none } = await sns().listSubscriptionsByTopic({ TopicArn });
    expect(none).to.have.length(1);
  });

  it("gives a subscription that is there already, and refuses one with other attributes", async () => {
    const { SubscriptionArn, TopicArn } = await topicWithQueue({ RawMessageDelivery: "true" });
    const { Attributes } = await sns().getSubscriptionAttributes({ SubscriptionArn });
    const again = { TopicArn, Protocol: "sqs", Endpoint: Attributes?.Endpoint };
    expect((await sns().subscribe(again)).SubscriptionArn).to.equal(SubscriptionArn);
    const other = sns().subscribe({ ...again, Attributes: { RawMessageDelivery: "false" } });
    expect((await errorOf(other)).message).to.equal(
      "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    );
  });

  it("stops delivering after the subscription has ended", async () => {
    const { TopicArn, QueueUrl, SubscriptionArn } = await topicWithQueue();
    await sns().unsubscribe({ SubscriptionArn });
    await sns().publish({ TopicArn, Message: "unheard" });
    expect(await bodies(QueueUrl)).to.deep.equal([]);
    const error = await errorOf(sns().getSubscriptionAttributes({ SubscriptionArn }));
    expect(error.name).to.equal("NotFoundException");
  });

  it("keeps a subscription that nobody has confirmed until its topic goes", async () => {
    const { TopicArn } = await sns().createTopic({ Name: "unconfirmed" });
    const { SubscriptionArn } = await sns().subscribe({
      TopicArn,
      Protocol: "email",
      Endpoint: "nobody@example.com",
      ReturnSubscriptionArn: true,
    });
    const error = await errorOf(sns().unsubscribe({ SubscriptionArn }));
    expect(error.name).to.equal("InvalidParameterException");
    expect(error.message).to.equal(
      "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation",
    );
    await sns().deleteTopic({ TopicArn });
    const gone = await errorOf(sns().getSubscriptionAttributes({ SubscriptionArn }));
    expect(gone.name).to.equal("NotFoundException");
  });

  it("publishes a batch", async () => {
    const { TopicArn, QueueUrl } = await topicWithQueue({ RawMessageDelivery: "true" });
    const { Successful } = await sns().publishBatch({
      TopicArn,
      PublishBatchRequestEntries: [
        { Id: "1", Message: "one" },
        { Id: "2", Message: "two" },
      ],
    });
    expect(Successful?.map(({ Id }) => Id)).to.deep.equal(["1", "2"]);
    expect(await bodies(QueueUrl)).to.deep.equal(["one", "two"]);
  });

  it("gives back attributes and tags as they were set", async () => {
    const { TopicArn } = await sns().createTopic({
      Name: "settings",
      Attributes: { KmsMasterKeyId: "alias/aws/sns" },
      Tags: [{ Key: "team", Value: "research" }],
    });
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await sns().setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue: Policy });
    const { Attributes } = await sns().getTopicAttributes({ TopicArn });
    expect(Attributes).to.include({ Policy, KmsMasterKeyId: "alias/aws/sns", TopicArn });
    expect((await sns().listTagsForResource({ ResourceArn: TopicArn })).Tags).to.deep.equal([
      { Key: "team", Value: "research" },
    ]);
  });

  it("forgets a topic that is deleted, and deletes it again with success", async () => {
    const { TopicArn } = await sns().createTopic({ Name: "short-lived" });
    await sns().deleteTopic({ TopicArn });
    await sns().deleteTopic({ TopicArn });
    const error = await errorOf(sns().getTopicAttributes({ TopicArn }));
    expect(error.name).to.equal("NotFoundException");
    expect(error.$metadata.httpStatusCode).to.equal(404);
  });

  it("pages through its topics", async () => {
    for (let index = 0; index < 101; index++) {
      await sns().createTopic({ Name: `page-${index}` });
    }
    const { Topics, NextToken } = await sns().listTopics({});
    expect(Topics).to.have.length(100);
    const rest = await sns().listTopics({ NextToken });
    expect(rest.Topics?.length).to.be.greaterThan(0);
    expect(rest.NextToken).to.equal(undefined);
  });

  it("lets accounts publish under a label, until it is taken away", async () => {
    const { TopicArn = "" } = await sns().createTopic({ Name: `results-${count++}` });
    const policy = async () => {
      const { Attributes } = await sns().getTopicAttributes({ TopicArn });
      const { Statement } = JSON.parse(Attributes?.Policy ?? "{}") as { Statement?: object[] };
      return Statement ?? [];
    };
    const own = await policy();
    const permission = {
      TopicArn,
      Label: "writers",
      AWSAccountId: ["111122223333", "444455556666"],
      ActionName: ["Publish"],
    };
    await sns().addPermission(permission);
    expect(await policy()).to.deep.equal([
      ...own,
      {
        Sid: "writers",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"] },
        Action: "SNS:Publish",
        Resource: TopicArn,
      },
    ]);
    const twice = await errorOf(sns().addPermission(permission));
    expect([twice.name, twice.message]).to.deep.equal([
      "InvalidParameterException",
      "Invalid parameter: Statement already exists",
    ]);
    await sns().removePermission({ TopicArn, Label: "writers" });
    expect(await policy()).to.deep.equal(own);
  });
});
