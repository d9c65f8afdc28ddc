import { type SendMessageBatchRequest, type SendMessageBatchResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { handleBatch } from "./batch";
import { queueOf } from "./queue-of";
import { messageBytes, requireUsableKey, send } from "./send-message";

export const sendMessageBatch: Operation<SendMessageBatchRequest, SendMessageBatchResult> = (
  input,
  context,
) => {
  const queue = queueOf(input, context);
  requireUsableKey(queue, context);
  const entries = input.Entries ?? [];
  const limit = queue.number("MaximumMessageSize");
  const bytes = entries.reduce(
    (sum, entry) => sum + messageBytes(entry.MessageBody ?? "", entry.MessageAttributes ?? {}),
    0,
  );
  if (bytes > limit) {
    throw new AwsError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${limit} bytes. You have sent ${bytes} bytes.`,
    );
  }
  return handleBatch(entries, (entry, Id) => {
    const { MessageId, MD5OfMessageBody, MD5OfMessageAttributes } = send(queue, entry);
    return { Id, MessageId, MD5OfMessageBody, MD5OfMessageAttributes };
  });
};
