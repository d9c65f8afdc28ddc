import { AwsError } from "../errors";

/** Attributes of a queue as clients write them: all values are text. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Numeric attributes: what is allowed, and what a queue has that is not told. Seconds, and bytes for the size. */
const numeric: Readonly<Record<string, { min: number; max: number; default: number }>> = {
  DelaySeconds: { min: 0, max: 900, default: 0 },
  MaximumMessageSize: { min: 1024, max: 1_048_576, default: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
};

/** Attributes that are stored as text; the empty text removes them. */
const textual: ReadonlySet<string> = new Set([
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "SqsManagedSseEnabled",
]);

/** Attributes that a client may only read. */
export const READ_ONLY_ATTRIBUTES = [
  "QueueArn",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** What a queue has that is told nothing. */
export function defaultAttributes(): Record<string, string> {
  const defaults = Object.entries(numeric).map(([name, range]) => [name, String(range.default)]);
  return {
    ...(Object.fromEntries(defaults) as Record<string, string>),
    SqsManagedSseEnabled: "true",
  };
}

/**
 * Attributes with the given ones in place of the former.
 *
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue`
 */
export function withAttributes(
  former: QueueAttributes,
  given: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const attributes: Record<string, string> = { ...former };
  for (const [name, value = ""] of Object.entries(given)) {
    checkAttribute(name, value);
    if (value === "" && textual.has(name)) {
      delete attributes[name];
    } else {
      attributes[name] = value;
    }
    // A queue is encrypted with a key of KMS or with one of SQS, never with both.
    if (name === "KmsMasterKeyId" && value !== "") {
      attributes.SqsManagedSseEnabled = "false";
    }
  }
  return attributes;
}

function checkAttribute(name: string, value: string): void {
  const range = numeric[name];
  if (range === undefined) {
    if (!textual.has(name)) {
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
    if (value !== "" && ["Policy", "RedrivePolicy", "RedriveAllowPolicy"].includes(name)) {
      checkJson(name, value);
    }
    return;
  }
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < range.min || number > range.max) {
    throw invalidValue(name);
  }
}

function checkJson(name: string, value: string): void {
  try {
    JSON.parse(value);
  } catch {
    throw invalidValue(name);
  }
  if (name === "RedrivePolicy") {
    parseRedrivePolicy(value);
  }
}

function invalidValue(name: string): AwsError {
  return new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}

/** @throws AwsError `InvalidAttributeValue` */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === "") {
    return undefined;
  }
  const policy = JSON.parse(text) as { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown };
  const maxReceiveCount = Number(policy.maxReceiveCount);
  if (
    typeof policy.deadLetterTargetArn !== "string" ||
    !Number.isInteger(maxReceiveCount) ||
    maxReceiveCount < 1 ||
    maxReceiveCount > 1000
  ) {
    throw new AwsError(
      "InvalidAttributeValue",
      `Value ${text} for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map.`,
    );
  }
  return { deadLetterTargetArn: policy.deadLetterTargetArn, maxReceiveCount };
}
