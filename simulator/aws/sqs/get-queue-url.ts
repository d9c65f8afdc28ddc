import { type GetQueueUrlRequest, type GetQueueUrlResult } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queuesOf, queueUrl } from "./queue-of";

export const getQueueUrl: Operation<GetQueueUrlRequest, GetQueueUrlResult> = (input, context) => ({
  QueueUrl: queueUrl(queuesOf(context).byUrl(input.QueueName), context),
});
