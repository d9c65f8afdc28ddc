import {
  type ChangeMessageVisibilityBatchRequest,
  type ChangeMessageVisibilityBatchResult,
  type ChangeMessageVisibilityRequest,
} from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { handleBatch } from "./batch";
import { queueOf } from "./queue-of";
import { inRange } from "./receive-message";

export const changeMessageVisibility: Operation<ChangeMessageVisibilityRequest, void> = (
  input,
  context,
) => {
  const seconds = inRange("VisibilityTimeout", input.VisibilityTimeout as number, 0, 43_200);
  queueOf(input, context).changeVisibility(input.ReceiptHandle as string, seconds);
};

export const changeMessageVisibilityBatch: Operation<
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult
> = (input, context) => {
  const queue = queueOf(input, context);
  return handleBatch(input.Entries, (entry, Id) => {
    const seconds = inRange("VisibilityTimeout", entry.VisibilityTimeout ?? 0, 0, 43_200);
    queue.changeVisibility(entry.ReceiptHandle as string, seconds);
    return { Id };
  });
};
