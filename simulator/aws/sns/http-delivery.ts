import { randomUUID } from "node:crypto";
import { type ServiceHost } from "../service-host";
import { type Notification } from "./notification";
import { type Subscription } from "./topic";

/** Retries after a failed delivery and the simulated seconds before each: the default of every topic. */
const RETRIES = 3;
const RETRY_SECONDS = 20;

/** An endpoint that has not answered by then, in milliseconds, has failed. */
const PATIENCE_MS = 15_000;

type Outcome = "delivered" | "refused" | "failed";

/**
 * Posts notifications to endpoints of HTTP and HTTPS on this machine; none leaves it. Failures of the server and of the
 * network are tried again, refusals of the client's kind are not.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export class HttpDelivery {
  constructor(private readonly aws: ServiceHost) {}

  /** @param failed called when the message cannot be delivered */
  notify(
    message: Notification,
    subscription: Subscription,
    envelope: string,
    failed: () => void,
  ): void {
    const isRaw = subscription.attributes.RawMessageDelivery === "true";
    const headers = {
      ...headersOf("Notification", message.messageId, subscription),
      "x-amz-sns-subscription-arn": subscription.arn,
      ...(isRaw ? { "x-amz-sns-rawdelivery": "true" } : {}),
    };
    void this.attempt(
      subscription.endpoint,
      isRaw ? message.message : envelope,
      headers,
      RETRIES,
      failed,
    );
  }

  askToConfirm(subscription: Subscription, region: string): void {
    const { topicArn, token = "", endpoint } = subscription;
    const messageId = randomUUID();
    const query = new URLSearchParams({
      Action: "ConfirmSubscription",
      Version: "2010-03-31",
      TopicArn: topicArn,
      Token: token,
    });
    const body = {
      Type: "SubscriptionConfirmation",
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
      SubscribeURL: `${this.aws.endpoint}/?${query.toString()}`,
      Timestamp: new Date(this.aws.clock.now() * 1000).toISOString(),
      SignatureVersion: "1",
      Signature: Buffer.alloc(256).toString("base64"),
      SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService-0000000000000000000000.pem`,
    };
    const headers = headersOf("SubscriptionConfirmation", messageId, subscription);
    void this.attempt(
      endpoint,
      JSON.stringify(body, undefined, 2),
      headers,
      RETRIES,
      () => undefined,
    );
  }

  private async attempt(
    endpoint: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    retries: number,
    failed: () => void,
  ): Promise<void> {
    const outcome = isOnThisMachine(endpoint) ? await post(endpoint, body, headers) : "refused";
    if (outcome === "failed" && retries > 0) {
      this.aws.driver.at(this.aws.clock.now() + RETRY_SECONDS, () => {
        void this.attempt(endpoint, body, headers, retries - 1, failed);
      });
    } else if (outcome !== "delivered") {
      this.aws.log?.(`sns could not deliver to ${endpoint}: ${outcome}`);
      failed();
    }
  }
}

async function post(
  endpoint: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Outcome> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    if (response.ok) {
      return "delivered";
    }
    return response.status >= 500 || response.status === 429 ? "failed" : "refused";
  } catch {
    return "failed";
  }
}

function headersOf(
  type: string,
  messageId: string,
  { topicArn }: Subscription,
): Record<string, string> {
  return {
    "content-type": "text/plain; charset=UTF-8",
    "user-agent": "Amazon Simple Notification Service Agent",
    "x-amz-sns-message-type": type,
    "x-amz-sns-message-id": messageId,
    "x-amz-sns-topic-arn": topicArn,
  };
}

/** True for the addresses of the loopback network. */
function isOnThisMachine(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
