import {
  type ListDeadLetterSourceQueuesRequest,
  type ListDeadLetterSourceQueuesResult,
} from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf, queuesOf, queueUrl } from "./queue-of";

export const listDeadLetterSourceQueues: Operation<
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult
> = (input, context) => {
  const { arn } = queueOf(input, context);
  const sources = queuesOf(context)
    .list()
    .filter((queue) => queue.deadLetterArn === arn);
  return { queueUrls: sources.map((queue) => queueUrl(queue, context)) };
};
