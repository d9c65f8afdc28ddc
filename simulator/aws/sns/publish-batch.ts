import { type PublishBatchInput, type PublishBatchResponse } from "@aws-sdk/client-sns";
import { type Operation } from "../operation";
import { handleBatch } from "../sqs/batch";
import { publishMessage } from "./publish";
import { topicsOf } from "./topics-of";

export const publishBatch: Operation<PublishBatchInput, PublishBatchResponse> = (
  input,
  context,
) => {
  const { arn } = topicsOf(context).topic(input.TopicArn);
  return handleBatch(input.PublishBatchRequestEntries, (entry, Id) => ({
    Id,
    MessageId: publishMessage(arn, entry, context),
  }));
};
