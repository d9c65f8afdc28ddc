import { type AddPermissionInput, type RemovePermissionInput } from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { hasLabel, withoutPermission, withPermission } from "../iam/labelled-permissions";
import { type Operation } from "../operation";
import { topicsOf } from "./topics-of";

/** What others than the owner may be let do. */
const SHAREABLE: ReadonlySet<string> = new Set([
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
  "Receive",
]);

export const addPermission: Operation<AddPermissionInput, void> = (input, context) => {
  const topic = topicsOf(context).topic(input.TopicArn);
  const { Label: label = "", ActionName: actions = [], AWSAccountId: accountIds = [] } = input;
  if (!actions.every((action) => SHAREABLE.has(action))) {
    throw invalid("Policy statement action out of service scope!");
  }
  const { Policy: policy = "" } = topic.attributes();
  if (hasLabel(policy, label)) {
    throw invalid("Statement already exists");
  }
  topic.set(
    "Policy",
    withPermission(policy, {
      label,
      accountIds,
      actions: actions.map((action) => `SNS:${action}`),
      resource: topic.arn,
    }),
  );
};

/** A label that the policy has not is removed with success. */
export const removePermission: Operation<RemovePermissionInput, void> = (input, context) => {
  const topic = topicsOf(context).topic(input.TopicArn);
  const { Policy: policy = "" } = topic.attributes();
  topic.set("Policy", withoutPermission(policy, input.Label ?? "") ?? "");
};

function invalid(problem: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid parameter: ${problem}`);
}
