import { randomBytes, randomUUID } from "node:crypto";
import { type MessageAttributeValue } from "@aws-sdk/client-sns";
import { arn } from "../account";
import { AwsError } from "../errors";
import { type ServiceHost, StoreKey } from "../service-host";
import { TagStore } from "../tags";
import { Delivery } from "./delivery";
import { fitsFilterPolicy, type FilterPolicy } from "./filter-policy";
import { type Notification, notification } from "./notification";
import { type Subscription, Topic } from "./topic";

/** The state of SNS in a region. */
const SNS = new StoreKey("sns", (aws, region) => new SnsStore(aws, region));

/** Topics of a region, for services that publish. */
export function snsOf(aws: ServiceHost, region: string): SnsStore {
  return aws.store(SNS, region);
}

/** The topics of a region and who listens to them. */
export class SnsStore {
  readonly tags = new TagStore();
  private readonly topics = new Map<string, Topic>();
  private readonly delivery: Delivery;

  constructor(
    aws: ServiceHost,
    private readonly region: string,
  ) {
    this.delivery = new Delivery(aws, region);
  }

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

  /** The subscription of an endpoint to a topic. */
  findSubscription(topic: Topic, protocol: string, endpoint: string): Subscription | undefined {
    return [...topic.subscriptions.values()].find(
      (each) => each.protocol === protocol && each.endpoint === endpoint,
    );
  }

  /** Subscribes an endpoint that has no subscription to the topic yet. */
  subscribe(
    topic: Topic,
    protocol: string,
    endpoint: string,
    attributes: Record<string, string>,
  ): Subscription {
    const subscription: Subscription = {
      arn: `${topic.arn}:${randomUUID()}`,
      topicArn: topic.arn,
      protocol,
      endpoint,
      isPending: protocol !== "sqs" && protocol !== "lambda" && protocol !== "firehose",
      attributes,
      token: randomBytes(96).toString("hex"),
    };
    topic.subscriptions.set(subscription.arn, subscription);
    if (subscription.isPending) {
      this.delivery.askToConfirm(subscription);
    }
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
      const own = { ...published, message: text };
      if (!subscription.isPending && isWanted(own, subscription)) {
        this.delivery.deliver(own, subscription);
      }
    }
    return published.messageId;
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
