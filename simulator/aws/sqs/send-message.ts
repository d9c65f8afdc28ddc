import {
  type MessageAttributeValue,
  type SendMessageRequest,
  type SendMessageResult,
} from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";
import { keyProblem } from "../kms/key-problem";
import { type Operation, type RequestContext } from "../operation";
import { type Queue } from "./queue";
import { queueOf } from "./queue-of";

export const sendMessage: Operation<SendMessageRequest, SendMessageResult> = (input, context) => {
  const queue = queueOf(input, context);
  requireUsableKey(queue, context);
  return send(queue, input);
};

const keyCodes = {
  NotFound: "KmsNotFound",
  Disabled: "KmsDisabled",
  InvalidState: "KmsInvalidState",
} as const;

/**
 * Sees that an encrypted queue has its key.
 *
 * @throws AwsError `KmsNotFound`, `KmsDisabled`, `KmsInvalidState`
 */
export function requireUsableKey(queue: Queue, { aws, region }: RequestContext): void {
  const problem = keyProblem(aws, region, queue.attributes.KmsMasterKeyId);
  if (problem !== undefined) {
    throw new AwsError(keyCodes[problem.kind], problem.message);
  }
}

/** What a message is made of, alone or in a batch. */
export interface MessageInput {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

/** Checks and sends one message. */
export function send(queue: Queue, input: MessageInput): SendMessageResult {
  const body = input.MessageBody ?? "";
  const attributes = input.MessageAttributes ?? {};
  checkBody(queue, body, attributes);
  const message = queue.send(body, attributes, checkDelay(input.DelaySeconds));
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: message.md5OfBody,
    MD5OfMessageAttributes: message.md5OfAttributes,
  };
}

/** Bytes that a message counts: its body, and names, types and values of its attributes. */
export function messageBytes(
  body: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType = "", StringValue = "", BinaryValue }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      (BinaryValue?.byteLength ?? Buffer.byteLength(StringValue)),
    Buffer.byteLength(body),
  );
}

function checkBody(
  queue: Queue,
  body: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): void {
  if (body === "") {
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  }
  const limit = queue.number("MaximumMessageSize");
  if (messageBytes(body, attributes) > limit) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  // XML cannot carry other characters, and SQS speaks it too.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(body)) {
    throw new AwsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
}

function checkDelay(seconds: number | undefined): number | undefined {
  if (seconds !== undefined && (seconds < 0 || seconds > 900)) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${seconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  return seconds;
}
