import {
  OrderBy,
  type CreateLogStreamRequest,
  type DeleteLogStreamRequest,
  type DescribeLogStreamsRequest,
  type DescribeLogStreamsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { type LogStream, logsOf, streamOf } from "./store";

/** Streams in one answer unless the client asks for less. */
const DEFAULT_PAGE = 50;

const describeInput = z.object({
  logStreamNamePrefix: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^:*]*$/)
    .optional(),
  orderBy: z.enum(OrderBy).optional(),
  limit: z.number().int().min(1).max(50).optional(),
});

export const createLogStream: Operation<CreateLogStreamRequest, void> = (input, context) => {
  const logs = logsOf(context);
  const group = logs.group(input.logGroupName);
  const name = input.logStreamName as string;
  if (!/^[^:*]{1,512}$/.test(name)) {
    throw new AwsError(
      "InvalidParameterException",
      `1 validation error detected: Value '${name}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
    );
  }
  if (group.streams.has(name)) {
    throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
  }
  logs.createStream(group, name, context.now);
};

export const deleteLogStream: Operation<DeleteLogStreamRequest, void> = (input, context) => {
  const group = logsOf(context).group(input.logGroupName);
  group.streams.delete(streamOf(group, input.logStreamName).name);
};

export const describeLogStreams: Operation<
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse
> = (input, context) => {
  const group = logsOf(context).group(input.logGroupName ?? input.logGroupIdentifier);
  checkConstraints(describeInput, input, "InvalidParameterException");
  const byTime = input.orderBy === "LastEventTime";
  if (byTime && input.logStreamNamePrefix !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "Cannot order by LastEventTime with a logStreamNamePrefix.",
    );
  }
  const matching = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""))
    .sort((a, b) =>
      byTime ? lastEventMs(a) - lastEventMs(b) : Number(a.name > b.name) - Number(a.name < b.name),
    );
  const ordered = input.descending === true ? matching.reverse() : matching;
  const page = pageOf(ordered, input.nextToken, input.limit ?? DEFAULT_PAGE);
  return {
    logStreams: page.items.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.createdMs,
      firstEventTimestamp: stream.events[0]?.timestampMs,
      lastEventTimestamp: stream.events.at(-1)?.timestampMs,
      lastIngestionTime: stream.events.at(-1)?.ingestedMs,
      uploadSequenceToken: String(stream.events.length),
      arn: stream.arn,
      storedBytes: 0,
    })),
    nextToken: page.nextToken,
  };
};

function lastEventMs(stream: LogStream): number {
  return stream.events.at(-1)?.timestampMs ?? stream.createdMs;
}
