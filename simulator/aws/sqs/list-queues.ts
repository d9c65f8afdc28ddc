import { type ListQueuesRequest, type ListQueuesResult } from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { queuesOf, queueUrl } from "./queue-of";

/** Most queues in one answer. */
const LARGEST_PAGE = 1000;

export const listQueues: Operation<ListQueuesRequest, ListQueuesResult> = (input, context) => {
  const matching = queuesOf(context)
    .list()
    .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ""));
  const page = pageOf(matching, input.NextToken, input.MaxResults ?? LARGEST_PAGE);
  return {
    QueueUrls: page.items.map((queue) => queueUrl(queue, context)),
    // Without MaxResults the answer ends after 1000 queues and says nothing of the rest.
    NextToken: input.MaxResults === undefined ? undefined : page.nextToken,
  };
};
