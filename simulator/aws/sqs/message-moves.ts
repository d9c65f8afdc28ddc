import { randomUUID } from "node:crypto";
import {
  type CancelMessageMoveTaskRequest,
  type CancelMessageMoveTaskResult,
  type ListMessageMoveTasksRequest,
  type ListMessageMoveTasksResult,
  type StartMessageMoveTaskRequest,
  type StartMessageMoveTaskResult,
} from "@aws-sdk/client-sqs";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { type Queue } from "./queue";
import { queuesOf } from "./queue-of";
import { type MoveTask } from "./store";

/** Tasks in one answer. */
const MOST_LISTED = 10;

/**
 * Moves the dead letters of a queue back to where they came from, or to a queue that is named. Here a move is over when
 * the call is.
 */
export const startMessageMoveTask: Operation<
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult
> = (input, context) => {
  const store = queuesOf(context);
  const source = queueOfArn(input.SourceArn, context);
  const origins = store.list().filter((queue) => queue.deadLetterArn === source.arn);
  if (origins.length === 0) {
    throw new AwsError(
      "InvalidParameterValue",
      "Source queue must be configured as a Dead Letter Queue.",
    );
  }
  const chosen =
    input.DestinationArn === undefined ? undefined : queueOfArn(input.DestinationArn, context);
  const taskHandle = Buffer.from(
    JSON.stringify({ taskId: randomUUID(), sourceArn: source.arn }),
  ).toString("base64");
  let moved = 0;
  for (const message of source.takeAll()) {
    const origin = origins.find(({ arn }) => arn === message.deadLetterSource) ?? origins[0];
    (chosen ?? origin)?.send(message.body, message.attributes, 0);
    moved++;
  }
  const task: MoveTask = {
    taskHandle,
    sourceArn: source.arn,
    destinationArn: input.DestinationArn,
    ratePerSecond: input.MaxNumberOfMessagesPerSecond,
    moved,
    startedAt: context.now,
  };
  store.moveTasks.unshift(task);
  return { TaskHandle: taskHandle };
};

export const listMessageMoveTasks: Operation<
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult
> = (input, context) => {
  const { arn } = queueOfArn(input.SourceArn, context);
  const limit = Math.min(input.MaxResults ?? 1, MOST_LISTED);
  const tasks = queuesOf(context).moveTasks.filter(({ sourceArn }) => sourceArn === arn);
  return {
    Results: tasks.slice(0, Math.max(0, limit)).map((task) => ({
      Status: "COMPLETED",
      SourceArn: task.sourceArn,
      DestinationArn: task.destinationArn,
      MaxNumberOfMessagesPerSecond: task.ratePerSecond,
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.moved,
      StartedTimestamp: Math.round(task.startedAt * 1000),
    })),
  };
};

/** A move that is over cannot be cancelled. */
export const cancelMessageMoveTask: Operation<
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult
> = (input, context) => {
  const known = queuesOf(context).moveTasks.some(
    ({ taskHandle }) => taskHandle === input.TaskHandle,
  );
  throw known
    ? new AwsError("UnsupportedOperation", "Only active tasks can be cancelled.")
    : new AwsError("ResourceNotFoundException", "Task does not exist.", 404);
};

function queueOfArn(arn: string | undefined, context: RequestContext): Queue {
  const queue = queuesOf(context).byArn(arn ?? "");
  if (queue === undefined) {
    throw new AwsError(
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
      404,
    );
  }
  return queue;
}
