import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, openToTopics, useServer } from "../local-server";

interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A subscriber on this machine that answers with the given statuses, then with 200. */
class Subscriber {
  readonly posts: Post[] = [];
  statuses: number[] = [];
  private readonly http = createServer((request, response) => {
    void text(request).then((body) => {
      this.posts.push({ headers: request.headers, body });
      response.writeHead(this.statuses.shift() ?? 200).end();
    });
  });

  async start(): Promise<string> {
    this.http.listen(0, "127.0.0.1");
    await once(this.http, "listening");
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/hook`;
  }

  stop(): void {
    this.http.closeAllConnections();
    this.http.close();
  }

  /** Waits for that many posts, at most ten seconds. */
  async received(count: number): Promise<readonly Post[]> {
    for (let tries = 0; this.posts.length < count && tries < 1000; tries++) {
      await sleep(10);
    }
    return this.posts;
  }
}

describe("Subscriptions", () => {
  const server = useServer({ speed: 600 });
  const sns = (): SNS => server.client(SNS);
  const sqs = (): SQS => server.client(SQS);
  let subscriber: Subscriber;
  let address: string;
  let count = 0;

  beforeEach(async () => {
    subscriber = new Subscriber();
    address = await subscriber.start();
  });
  afterEach(() => subscriber.stop());

  async function newTopic(): Promise<string> {
    const { TopicArn = "" } = await sns().createTopic({ Name: `deliveries-${count++}` });
    return TopicArn;
  }

  async function newQueue(Attributes: Record<string, string>): Promise<[arn: string, url: string]> {
    const name = `deliveries-${count++}`;
    const { QueueUrl = "" } = await sqs().createQueue({ QueueName: name, Attributes });
    return [`arn:aws:sqs:us-east-1:123456789012:${name}`, QueueUrl];
  }

  async function messagesIn(QueueUrl: string): Promise<number> {
    const { Messages = [] } = await sqs().receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    return Messages.length;
  }

  async function confirmed(TopicArn: string, Attributes = {}): Promise<void> {
    await sns().subscribe({ TopicArn, Protocol: "http", Endpoint: address, Attributes });
    const [post] = await subscriber.received(1);
    const { SubscribeURL } = JSON.parse(post?.body ?? "{}") as Record<string, string>;
    expect((await fetch(SubscribeURL ?? "")).status).to.equal(200);
    subscriber.posts.length = 0;
  }

  it("by HTTP are pending, and get nothing, until their address was opened", async () => {
    const TopicArn = await newTopic();
    await sns().subscribe({ TopicArn, Protocol: "http", Endpoint: address });
    await sns().publish({ TopicArn, Message: "too early" });
    const [post] = await subscriber.received(1);
    expect(post?.headers["x-amz-sns-message-type"]).to.equal("SubscriptionConfirmation");
    const { SubscribeURL, Token } = JSON.parse(post?.body ?? "{}") as Record<string, string>;
    await fetch(SubscribeURL ?? "");
    const { Subscriptions } = await sns().listSubscriptionsByTopic({ TopicArn });
    expect(Subscriptions?.[0]?.SubscriptionArn).to.include(`${TopicArn}:`);
    expect(subscriber.posts).to.have.length(1);
    const error = await errorOf(sns().confirmSubscription({ TopicArn, Token: `${Token}0` }));
    expect(error.message).to.equal("Invalid parameter: Token");
  });

  it("by HTTP get AWS's envelope and headers", async () => {
    const TopicArn = await newTopic();
    await confirmed(TopicArn);
    const { MessageId } = await sns().publish({ TopicArn, Message: "hello" });
    const [post] = await subscriber.received(1);
    expect(post?.headers).to.include({
      "x-amz-sns-message-type": "Notification",
      "x-amz-sns-message-id": MessageId,
      "x-amz-sns-topic-arn": TopicArn,
      "content-type": "text/plain; charset=UTF-8",
    });
    expect(JSON.parse(post?.body ?? "{}")).to.include({ Message: "hello", MessageId });
  });

  it("by HTTP get the message alone where they ask for it raw", async () => {
    const TopicArn = await newTopic();
    await confirmed(TopicArn, { RawMessageDelivery: "true" });
    await sns().publish({ TopicArn, Message: "bare" });
    const [post] = await subscriber.received(1);
    expect(post?.body).to.equal("bare");
    expect(post?.headers["x-amz-sns-rawdelivery"]).to.equal("true");
  });

  it("by HTTP are tried again after a failure of the server", async () => {
    const TopicArn = await newTopic();
    await confirmed(TopicArn);
    subscriber.statuses = [500, 503];
    await sns().publish({ TopicArn, Message: "again" });
    expect(await subscriber.received(3)).to.have.length(3);
  });

  it("by HTTP send to their dead letters what was refused", async () => {
    const TopicArn = await newTopic();
    const [deadLetterTargetArn, url] = await newQueue(openToTopics);
    await confirmed(TopicArn, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) });
    subscriber.statuses = [403];
    await sns().publish({ TopicArn, Message: "refused" });
    await subscriber.received(1);
    const { Messages = [] } = await sqs().receiveMessage({ QueueUrl: url, WaitTimeSeconds: 5 });
    expect(JSON.parse(Messages[0]?.Body ?? "{}")).to.include({ Message: "refused" });
  });

  it("to a queue whose policy does not let the topic in get nothing, or dead letters", async () => {
    const TopicArn = await newTopic();
    const [closed, closedUrl] = await newQueue({});
    const [deadLetterTargetArn, deadUrl] = await newQueue(openToTopics);
    await sns().subscribe({
      TopicArn,
      Protocol: "sqs",
      Endpoint: closed,
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) },
    });
    await sns().publish({ TopicArn, Message: "no way in" });
    expect([await messagesIn(closedUrl), await messagesIn(deadUrl)]).to.deep.equal([0, 1]);
  });

  it("to a queue are held to the source that its policy names", async () => {
    const [right, wrong] = [await newTopic(), await newTopic()];
    const [Endpoint, url] = await newQueue({
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "SQS:SendMessage",
          Resource: "*",
          Condition: { ArnEquals: { "aws:SourceArn": right } },
        },
      }),
    });
    for (const TopicArn of [right, wrong]) {
      await sns().subscribe({ TopicArn, Protocol: "sqs", Endpoint });
      await sns().publish({ TopicArn, Message: "one" });
    }
    expect(await messagesIn(url)).to.equal(1);
  });
});
