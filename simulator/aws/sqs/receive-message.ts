import {
  type Message as MessageOutput,
  type ReceiveMessageRequest,
  type ReceiveMessageResult,
} from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { type Message, md5OfAttributes } from "./message";
import { queueOf } from "./queue-of";

export const receiveMessage: Operation<ReceiveMessageRequest, ReceiveMessageResult> = async (
  input,
  context,
) => {
  const queue = queueOf(input, context);
  const messages = await queue.receive(
    {
      maxMessages: inRange("MaxNumberOfMessages", input.MaxNumberOfMessages ?? 1, 1, 10),
      visibilitySeconds: inRange(
        "VisibilityTimeout",
        input.VisibilityTimeout ?? queue.number("VisibilityTimeout"),
        0,
        43_200,
      ),
    },
    inRange(
      "WaitTimeSeconds",
      input.WaitTimeSeconds ?? queue.number("ReceiveMessageWaitTimeSeconds"),
      0,
      20,
    ),
    (listener) => context.onClientGone(listener),
  );
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => messageOutput(message, input, context.accountId)) };
};

/** @throws AwsError `InvalidParameterValue` */
export function inRange(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${value} for parameter ${name} is invalid. Reason: Must be >= ${min} and <= ${max}, if provided.`,
    );
  }
  return value;
}

function messageOutput(
  message: Message,
  input: ReceiveMessageRequest,
  accountId: string,
): MessageOutput {
  const systemNames: readonly string[] = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
  const system = Object.entries(systemAttributes(message, accountId)).filter(
    ([name]) => systemNames.includes("All") || systemNames.includes(name),
  );
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) =>
      (input.MessageAttributeNames ?? []).some((pattern) => fits(name, pattern)),
    ),
  );
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
    ...(hasAttributes
      ? { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) }
      : {}),
  };
}

function systemAttributes(message: Message, accountId: string): Record<string, string> {
  const milliseconds = (seconds: number): string => String(Math.round(seconds * 1000));
  return {
    SenderId: accountId,
    SentTimestamp: milliseconds(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: milliseconds(message.firstReceivedAt ?? message.sentAt),
    ...(message.deadLetterSource === undefined
      ? {}
      : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

function fits(name: string, pattern: string): boolean {
  return (
    pattern === "All" ||
    pattern === name ||
    (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -2)))
  );
}
