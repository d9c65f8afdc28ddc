import { AwsError } from "../errors";
import { parseRedrivePolicy, type QueueAttributes } from "./queue-attributes";
import { type SqsStore } from "./store";

/**
 * Holds a queue's redrive policy to what its dead-letter queue allows.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 *
 * @param queueArn the queue whose attributes they are
 * @throws AwsError `InvalidParameterValue`
 */
export function checkRedrive(
  store: SqsStore,
  queueArn: string,
  { RedrivePolicy: text }: QueueAttributes,
): void {
  const policy = parseRedrivePolicy(text);
  if (policy === undefined) {
    return;
  }
  const target = store.byArn(policy.deadLetterTargetArn);
  if (target === undefined) {
    throw invalid(text, "Dead letter target does not exist.");
  }
  if (!allows(target.attributes.RedriveAllowPolicy, queueArn)) {
    throw invalid(text, "Dead letter target does not allow this source queue.");
  }
}

/** Without a policy every queue may send its dead letters. */
function allows(policy: string | undefined, sourceArn: string): boolean {
  if (policy === undefined) {
    return true;
  }
  const { redrivePermission, sourceQueueArns } = (JSON.parse(policy) ?? {}) as {
    readonly redrivePermission?: unknown;
    readonly sourceQueueArns?: unknown;
  };
  switch (redrivePermission) {
    case "denyAll":
      return false;
    case "byQueue":
      return Array.isArray(sourceQueueArns) && sourceQueueArns.includes(sourceArn);
    default:
      return true;
  }
}

function invalid(policy: string | undefined, reason: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
  );
}
