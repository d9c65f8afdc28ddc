import {
  type GetSubscriptionAttributesInput,
  type GetSubscriptionAttributesResponse,
  type SetSubscriptionAttributesInput,
} from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { type FilterPolicy } from "./filter-policy";
import { checkFilterPolicy, type FilterScope } from "./filter-policy-check";
import { topicsOf } from "./topics-of";

const settable: readonly string[] = [
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
  "ReplayPolicy",
  "SubscriptionRoleArn",
];

export const getSubscriptionAttributes: Operation<
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse
> = (input, context) => {
  const subscription = topicsOf(context).subscription(input.SubscriptionArn);
  const { FilterPolicy } = subscription.attributes;
  return {
    Attributes: {
      RawMessageDelivery: "false",
      ...(FilterPolicy === undefined ? {} : { FilterPolicyScope: "MessageAttributes" }),
      ...subscription.attributes,
      SubscriptionArn: subscription.arn,
      TopicArn: subscription.topicArn,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      Owner: context.accountId,
      ConfirmationWasAuthenticated: String(!subscription.isPending),
      PendingConfirmation: String(subscription.isPending),
      SubscriptionPrincipal: `arn:aws:iam::${context.accountId}:root`,
    },
  };
};

export const setSubscriptionAttributes: Operation<SetSubscriptionAttributesInput, void> = (
  input,
  context,
) => {
  const { attributes } = topicsOf(context).subscription(input.SubscriptionArn);
  const name = input.AttributeName as string;
  const value = input.AttributeValue ?? "";
  checkSubscriptionAttribute(name, value);
  if (name === "FilterPolicy") {
    checkFilter({ ...attributes, FilterPolicy: value }, "");
  }
  if (value === "" || (name === "FilterPolicy" && value === "{}")) {
    delete attributes[name];
  } else {
    attributes[name] = value;
  }
};

/**
 * Holds the filter policy among the attributes of a subscription to its grammar.
 *
 * @param prefix begins AWS's words for the operation
 * @throws AwsError `InvalidParameterException`
 */
export function checkFilter(attributes: Readonly<Record<string, string>>, prefix: string): void {
  const { FilterPolicy: text = "", FilterPolicyScope: scope } = attributes;
  if (text !== "") {
    const policy = JSON.parse(text) as FilterPolicy;
    checkFilterPolicy(policy, (scope || "MessageAttributes") as FilterScope, prefix);
  }
}

/** @throws AwsError `InvalidParameterException` */
export function checkSubscriptionAttribute(name: string, value: string): void {
  if (!settable.includes(name)) {
    throw invalid("AttributeName");
  }
  if (name === "RawMessageDelivery" && !/^(true|false)$/i.test(value)) {
    throw invalid(
      `Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`,
    );
  }
  if (name === "FilterPolicyScope" && !["MessageAttributes", "MessageBody"].includes(value)) {
    throw invalid(
      `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  }
  if ((name === "FilterPolicy" || name.endsWith("Policy")) && value !== "") {
    let policy: unknown;
    try {
      policy = JSON.parse(value);
    } catch {
      throw invalid(`${name}: failed to parse JSON.`);
    }
    if (typeof policy !== "object" || policy === null || Array.isArray(policy)) {
      throw invalid(`${name}: Syntax error in JSON: an object is expected`);
    }
  }
}

function invalid(reason: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid parameter: ${reason}`);
}
