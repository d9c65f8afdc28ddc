import { type GetQueueAttributesRequest, type GetQueueAttributesResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { type Queue } from "./queue";
import { queueOf } from "./queue-of";
import { defaultAttributes, READ_ONLY_ATTRIBUTES, withAttributes } from "./queue-attributes";

export const getQueueAttributes: Operation<GetQueueAttributesRequest, GetQueueAttributesResult> = (
  input,
  context,
) => {
  const queue = queueOf(input, context);
  const names: readonly string[] = input.AttributeNames ?? [];
  const all = allAttributes(queue);
  if (names.includes("All")) {
    return { Attributes: all };
  }
  const chosen = names.filter((name) => isAttribute(name) && all[name] !== undefined);
  return chosen.length === 0
    ? {}
    : { Attributes: Object.fromEntries(chosen.map((name) => [name, all[name] as string])) };
};

function allAttributes(queue: Queue): Record<string, string> {
  const counts = queue.counts();
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdAt)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt)),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
  };
}

/** Names of queues that are first in, first out exist too; a standard queue does not have them. */
const OTHER_NAMES: readonly string[] = [
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];

function isAttribute(name: string): boolean {
  if ((READ_ONLY_ATTRIBUTES as readonly string[]).includes(name) || OTHER_NAMES.includes(name)) {
    return true;
  }
  if (name in defaultAttributes()) {
    return true;
  }
  try {
    withAttributes({}, { [name]: "" });
    return true;
  } catch {
    throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
}
