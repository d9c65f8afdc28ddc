import { type AddPermissionRequest, type RemovePermissionRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";
import { hasLabel, withoutPermission, withPermission } from "../iam/labelled-permissions";
import { type Operation } from "../operation";
import { type Queue } from "./queue";
import { withAttributes } from "./queue-attributes";
import { queueOf } from "./queue-of";

/** What others than the owner may be let do. */
const SHAREABLE: ReadonlySet<string> = new Set([
  "*",
  "SendMessage",
  "ReceiveMessage",
  "DeleteMessage",
  "ChangeMessageVisibility",
  "GetQueueAttributes",
  "GetQueueUrl",
  "ListDeadLetterSourceQueues",
  "PurgeQueue",
]);

/** Most actions in one permission. */
const MOST_ACTIONS = 7;

export const addPermission: Operation<AddPermissionRequest, void> = (input, context) => {
  const queue = queueOf(input, context);
  const { Label: label = "", Actions: actions = [], AWSAccountIds: accountIds = [] } = input;
  if (actions.length === 0 || accountIds.length === 0) {
    const missing = actions.length === 0 ? "Actions" : "PrincipalId";
    throw new AwsError("MissingParameter", `The request must contain the parameter ${missing}.`);
  }
  if (actions.length > MOST_ACTIONS) {
    throw new AwsError(
      "OverLimit",
      `${actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`,
    );
  }
  const refused = actions.find((action) => !SHAREABLE.has(action));
  if (refused !== undefined) {
    throw invalidValue(
      `SQS:${refused}`,
      "ActionName",
      "Only the queue owner is allowed to invoke this action.",
    );
  }
  const policy = policyOf(queue);
  if (hasLabel(policy, label)) {
    throw invalidValue(label, "Label", "Already exists.");
  }
  setPolicy(
    queue,
    withPermission(policy, {
      label,
      accountIds,
      actions: actions.map((action) => `SQS:${action}`),
      resource: queue.arn,
    }),
    context.now,
  );
};

export const removePermission: Operation<RemovePermissionRequest, void> = (input, context) => {
  const queue = queueOf(input, context);
  const label = input.Label ?? "";
  const policy = policyOf(queue);
  if (!hasLabel(policy, label)) {
    throw invalidValue(label, "Label", "can't find label on existing policy.");
  }
  setPolicy(queue, withoutPermission(policy, label), context.now);
};

function policyOf({ arn, attributes }: Queue): string {
  return (
    attributes.Policy ??
    JSON.stringify({ Version: "2012-10-17", Id: `${arn}/SQSDefaultPolicy`, Statement: [] })
  );
}

function setPolicy(queue: Queue, policy: string | undefined, at: number): void {
  queue.attributes = withAttributes(queue.attributes, { Policy: policy ?? "" });
  queue.modifiedAt = at;
}

function invalidValue(value: string, parameter: string, reason: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}
