import { randomUUID } from "node:crypto";
import { type MessageAttributeValue } from "@aws-sdk/client-sns";
import { arn } from "../account";
import { AwsError } from "../errors";
import { type LocalAws } from "../local-aws";
import { SQS } from "../sqs/store";
import { StoreKey } from "../store";
import { TagStore } from "../tags";
import { fitsFilterPolicy, type FilterPolicy } from "./filter-policy";
import { envelope, type Notification, notification } from "./notification";
import { type Subscription, Topic } from "./topic";

/** The state of SNS in a region. */
export const SNS = new StoreKey("sns", (aws, region) => new SnsStore(aws, region));

/** The topics of a region and who listens to them. */
export class SnsStore {
  readonly tags = new TagStore();
  private readonly topics = new Map<string, Topic>();

  constructor(
    private readonly aws: LocalAws,
    private readonly region: string,
  ) {}

  createTopic(name: string): Topic {
    const topic = new Topic(arn("sns", this.region, name), name);
    this.topics.set(topic.arn, topic);
    return topic;
  }

  findTopic(name: string): Topic | undefined {
    return this.topics.get(arn("sns", this.region, name));
  }

  /** @throws AwsError `NotFoundException` */
  topic(topicArn: string | undefined): Topic {
    const topic = this.topics.get(topicArn ?? "");
    if (topic === undefined) {
      throw new AwsError("NotFoundException", "Topic does not exist");
    }
    return topic;
  }

  /** Deletes a topic and its subscriptions; one that does not exist is deleted with success. */
  deleteTopic(topicArn: string): void {
    this.topics.delete(topicArn);
    this.tags.drop(topicArn);
  }

  /** All topics by ARN. */
  listTopics(): readonly Topic[] {
    return [...this.topics.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  /** The subscription of an endpoint to a topic, made if there is none. */
  subscribe(
    topic: Topic,
    protocol: string,
    endpoint: string,
    attributes: Record<string, string>,
  ): Subscription {
    for (const existing of topic.subscriptions.values()) {
      if (existing.protocol === protocol && existing.endpoint === endpoint) {
        return existing;
      }
    }
    const subscription: Subscription = {
      arn: `${topic.arn}:${randomUUID()}`,
      topicArn: topic.arn,
      protocol,
      endpoint,
      isPending: protocol !== "sqs" && protocol !== "lambda" && protocol !== "firehose",
      attributes,
    };
    topic.subscriptions.set(subscription.arn, subscription);
    return subscription;
  }

  /** All subscriptions of the region. */
  listSubscriptions(): readonly Subscription[] {
    return this.listTopics().flatMap((topic) => [...topic.subscriptions.values()]);
  }

  /** @throws AwsError `NotFoundException` */
  subscription(subscriptionArn: string | undefined): Subscription {
    const found = this.listSubscriptions().find((one) => one.arn === subscriptionArn);
    if (found === undefined) {
      throw new AwsError("NotFoundException", "Subscription does not exist");
    }
    return found;
  }

  unsubscribe(subscription: Subscription): void {
    const topic = this.topics.get(subscription.topicArn);
    if (topic?.subscriptions.delete(subscription.arn) === true) {
      topic.deletedSubscriptions++;
    }
  }

  /**
   * Publishes to a topic's subscribers.
   *
   * @param at simulated epoch seconds, the envelope's `Timestamp`
   * @returns the message's id
   * @throws AwsError `NotFoundException`
   */
  publish(
    topicArn: string,
    message: string,
    at: number,
    options: {
      readonly subject?: string | undefined;
      readonly attributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
      /** Other texts for subscribers of certain protocols. */
      readonly byProtocol?: Readonly<Record<string, string>> | undefined;
    } = {},
  ): string {
    const topic = this.topic(topicArn);
    const published = notification({
      topicArn,
      subject: options.subject,
      message,
      attributes: options.attributes ?? {},
      at,
    });
    for (const subscription of topic.subscriptions.values()) {
      const text = options.byProtocol?.[subscription.protocol] ?? message;
      this.deliver({ ...published, message: text }, subscription);
    }
    return published.messageId;
  }

  private deliver(message: Notification, subscription: Subscription): void {
    if (subscription.protocol !== "sqs" || !isWanted(message, subscription)) {
      return;
    }
    const [, , , region = this.region] = subscription.endpoint.split(":");
    const queue = this.aws.store(SQS, region).byArn(subscription.endpoint);
    if (subscription.attributes.RawMessageDelivery === "true") {
      queue?.send(message.message, message.attributes);
    } else {
      queue?.send(envelope(message, this.region, subscription.arn));
    }
  }
}

function isWanted(message: Notification, { attributes }: Subscription): boolean {
  if (attributes.FilterPolicy === undefined) {
    return true;
  }
  const policy = JSON.parse(attributes.FilterPolicy) as FilterPolicy;
  return attributes.FilterPolicyScope === "MessageBody"
    ? fitsBody(policy, message.message)
    : fitsFilterPolicy(policy, attributeValues(message));
}

function fitsBody(policy: FilterPolicy, message: string): boolean {
  try {
    return fitsFilterPolicy(policy, JSON.parse(message));
  } catch {
    // A body that is no JSON fits no policy on bodies.
    return false;
  }
}

function attributeValues(message: Notification): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message.attributes).map(([name, { DataType, StringValue }]) => {
      switch (DataType) {
        case "Number":
          return [name, Number(StringValue)];
        case "String.Array":
          return [name, JSON.parse(StringValue ?? "[]") as unknown];
        default:
          return [name, StringValue];
      }
    }),
  );
}
