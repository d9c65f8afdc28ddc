import { ACCOUNT_ID } from "../account";
import { resourceAllows } from "../iam/resource-policy";
import { type ServiceHost } from "../service-host";
import { SQS } from "../sqs/store";
import { HttpDelivery } from "./http-delivery";
import { envelope, type Notification } from "./notification";
import { type Subscription } from "./topic";

/** Brings notifications to where subscriptions say. What cannot be delivered goes to the subscription's dead letters. */
export class Delivery {
  private readonly http: HttpDelivery;

  constructor(
    private readonly aws: ServiceHost,
    private readonly region: string,
  ) {
    this.http = new HttpDelivery(aws);
  }

  deliver(message: Notification, subscription: Subscription): void {
    switch (subscription.protocol) {
      case "sqs":
        if (!this.toQueue(subscription.endpoint, message, subscription)) {
          this.toDeadLetters(message, subscription);
        }
        return;
      case "http":
      case "https":
        this.http.notify(
          message,
          subscription,
          envelope(message, this.region, subscription.arn),
          () => this.toDeadLetters(message, subscription),
        );
        return;
      default:
        // Functions, telephones and mailboxes are outside this machine.
        return;
    }
  }

  /** Asks the endpoint of a new subscription to confirm it, where there is someone to ask. */
  askToConfirm(subscription: Subscription): void {
    if (subscription.protocol === "http" || subscription.protocol === "https") {
      this.http.askToConfirm(subscription, this.region);
    }
  }

  private toDeadLetters(message: Notification, subscription: Subscription): void {
    const policy = subscription.attributes.RedrivePolicy;
    const target = policy === undefined ? undefined : deadLetterArn(policy);
    if (target !== undefined) {
      this.toQueue(target, message, subscription);
    }
  }

  /** False when there is no such queue, or its policy does not let the topic in. */
  private toQueue(queueArn: string, message: Notification, subscription: Subscription): boolean {
    const [, , , region = this.region] = queueArn.split(":");
    const queue = this.aws.store(SQS, region).byArn(queueArn);
    const isLetIn =
      queue !== undefined &&
      resourceAllows(queue.attributes.Policy, {
        principal: "sns.amazonaws.com",
        action: "sqs:SendMessage",
        resource: queue.arn,
        sourceArn: subscription.topicArn,
        sourceAccount: ACCOUNT_ID,
      });
    if (!isLetIn) {
      return false;
    }
    if (subscription.attributes.RawMessageDelivery === "true") {
      queue.send(message.message, message.attributes);
    } else {
      queue.send(envelope(message, this.region, subscription.arn));
    }
    return true;
  }
}

function deadLetterArn(policy: string): string | undefined {
  const { deadLetterTargetArn } = JSON.parse(policy) as { readonly deadLetterTargetArn?: unknown };
  return typeof deadLetterTargetArn === "string" ? deadLetterTargetArn : undefined;
}
