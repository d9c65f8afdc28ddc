import { type SubscribeInput, type SubscribeResponse } from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { checkFilter, checkSubscriptionAttribute } from "./subscription-attributes";
import { type Subscription } from "./topic";
import { topicsOf } from "./topics-of";

/** What AWS calls a subscription that is yet to be confirmed. */
export const PENDING = "pending confirmation";

const protocols: readonly string[] = [
  "sqs",
  "lambda",
  "firehose",
  "http",
  "https",
  "email",
  "email-json",
  "sms",
  "application",
];

export const subscribe: Operation<SubscribeInput, SubscribeResponse> = (input, context) => {
  const topics = topicsOf(context);
  const topic = topics.topic(input.TopicArn);
  const protocol = input.Protocol as string;
  const endpoint = input.Endpoint ?? "";
  if (!protocols.includes(protocol)) {
    throw invalid(`Does not support this protocol string: ${protocol}`);
  }
  if (
    protocol === "sqs" &&
    !/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/.test(endpoint)
  ) {
    throw invalid("SQS endpoint ARN");
  }
  if ((protocol === "http" || protocol === "https") && !endpoint.startsWith(`${protocol}://`)) {
    throw invalid("Endpoint must match the specified protocol");
  }
  const attributes = input.Attributes ?? {};
  Object.entries(attributes).forEach(([name, value]) => checkSubscriptionAttribute(name, value));
  checkFilter(attributes, "Attributes Reason: ");
  const existing = topics.findSubscription(topic, protocol, endpoint);
  if (existing !== undefined && isOther(existing, attributes)) {
    throw invalid("Attributes Reason: Subscription already exists with different attributes");
  }
  const subscription = existing ?? topics.subscribe(topic, protocol, endpoint, { ...attributes });
  const isHidden = subscription.isPending && input.ReturnSubscriptionArn !== true;
  return { SubscriptionArn: isHidden ? PENDING : subscription.arn };
};

function isOther(existing: Subscription, attributes: Readonly<Record<string, string>>): boolean {
  return Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value);
}

function invalid(reason: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid parameter: ${reason}`);
}
