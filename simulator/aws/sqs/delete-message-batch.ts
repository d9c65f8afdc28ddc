import { type DeleteMessageBatchRequest, type DeleteMessageBatchResult } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { handleBatch } from "./batch";
import { queueOf } from "./queue-of";

export const deleteMessageBatch: Operation<DeleteMessageBatchRequest, DeleteMessageBatchResult> = (
  input,
  context,
) => {
  const queue = queueOf(input, context);
  return handleBatch(input.Entries, (entry, Id) => {
    queue.delete(entry.ReceiptHandle as string);
    return { Id };
  });
};
