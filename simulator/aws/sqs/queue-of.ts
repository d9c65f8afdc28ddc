import { type RequestContext } from "../operation";
import { type Queue } from "./queue";
import { SQS, type SqsStore } from "./store";

/** The queues of the request's region. */
export function queuesOf(context: RequestContext): SqsStore {
  return context.aws.store(SQS, context.region);
}

/**
 * The queue that the request's `QueueUrl` names.
 *
 * @throws AwsError `QueueDoesNotExist`
 */
export function queueOf(
  input: { readonly QueueUrl?: string | undefined },
  context: RequestContext,
): Queue {
  return queuesOf(context).byUrl(input.QueueUrl);
}

/** The URL by which this client reaches a queue. */
export function queueUrl(queue: Queue, context: RequestContext): string {
  return `${context.endpoint}/${context.accountId}/${queue.name}`;
}
