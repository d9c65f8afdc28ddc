import { ACCOUNT_ID } from "../account";

/** What a subscription may be told, and what it has beyond that. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  /** ARN of the queue, address, and so on, as the protocol wants it. */
  readonly endpoint: string;
  /** True for what someone outside has yet to confirm, such as an e-mail address. */
  isPending: boolean;
  /** What confirms it; undefined for one that needs no word from outside. */
  readonly token?: string;
  attributes: Record<string, string>;
}

/** Attributes of a topic that a client may set, and their values until it does; undefined ones are not listed. */
const settable: Readonly<Record<string, string | undefined>> = {
  Policy: undefined,
  DisplayName: "",
  DeliveryPolicy: undefined,
  KmsMasterKeyId: undefined,
  SignatureVersion: undefined,
  TracingConfig: undefined,
};

/** A standard topic. */
export class Topic {
  readonly subscriptions = new Map<string, Subscription>();
  deletedSubscriptions = 0;
  private readonly given = new Map<string, string>();

  constructor(
    readonly arn: string,
    readonly name: string,
  ) {}

  /** True for an attribute that may be set; those of delivery logging are many and alike. */
  static isSettable(name: string): boolean {
    return (
      name in settable ||
      /^(HTTP|SQS|Lambda|Firehose|Application)(Success|Failure)Feedback/.test(name)
    );
  }

  /** Sets an attribute; the empty text takes it back. */
  set(name: string, value: string): void {
    if (value === "") {
      this.given.delete(name);
    } else {
      this.given.set(name, value);
    }
  }

  /** What a client set, undefined for what it did not. */
  get(name: string): string | undefined {
    return this.given.get(name);
  }

  /** All attributes, those that only the service sets included. */
  attributes(): Record<string, string> {
    const subscriptions = [...this.subscriptions.values()];
    const pending = subscriptions.filter(({ isPending }) => isPending).length;
    const defaults = Object.entries(settable).filter(([, value]) => value !== undefined);
    return {
      ...(Object.fromEntries(defaults) as Record<string, string>),
      Policy: defaultPolicy(this.arn),
      ...Object.fromEntries(this.given),
      TopicArn: this.arn,
      Owner: ACCOUNT_ID,
      EffectiveDeliveryPolicy: JSON.stringify(DELIVERY_POLICY),
      SubscriptionsConfirmed: String(subscriptions.length - pending),
      SubscriptionsPending: String(pending),
      SubscriptionsDeleted: String(this.deletedSubscriptions),
    };
  }
}

/** How a topic retries deliveries over HTTP unless it is told otherwise. */
const DELIVERY_POLICY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
  },
} as const;

/** The policy that every new topic has: its own account may do everything. */
function defaultPolicy(arn: string): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": ACCOUNT_ID } },
      },
    ],
  });
}
