import {
  type FilterLogEventsRequest,
  type FilterLogEventsResponse,
  type GetLogEventsRequest,
  type GetLogEventsResponse,
  type InputLogEvent,
  type PutLogEventsRequest,
  type PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { parseFilterPattern } from "./filter-pattern";
import { type LogEvent, type LogGroup, logsOf, streamOf } from "./store";

/** Lines in one answer unless the client asks for less. */
const DEFAULT_PAGE = 10_000;

const MS_A_DAY = 86_400_000;

/** Lines that are older, or further ahead of the clock, are not taken. */
const MAX_AGE_DAYS = 14;
const MAX_AHEAD_MS = 2 * 3_600_000;

const MAX_BATCH_BYTES = 1_048_576;

const putInput = z.object({
  logEvents: z
    .array(z.object({ timestamp: z.number().min(0), message: z.string().min(1) }))
    .min(1)
    .max(10_000),
});

const limit = z.number().int().min(1).max(DEFAULT_PAGE).optional();

const getInput = z.object({ limit });

const filterInput = z.object({
  limit,
  logStreamNames: z.array(z.string().min(1).max(512)).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().min(1).max(512).optional(),
  filterPattern: z.string().max(1024).optional(),
});

export const putLogEvents: Operation<PutLogEventsRequest, PutLogEventsResponse> = (
  input,
  context,
) => {
  checkConstraints(putInput, input, "InvalidParameterException");
  const logs = logsOf(context);
  const group = logs.group(input.logGroupName);
  const stream = streamOf(group, input.logStreamName);
  const events = input.logEvents ?? [];
  if (events.some((event, index) => (event.timestamp ?? 0) < (events[index - 1]?.timestamp ?? 0))) {
    throw new AwsError(
      "InvalidParameterException",
      "Log events in a single PutLogEvents request must be in chronological order.",
    );
  }
  checkBatchSize(events);
  const nowMs = context.now * 1000;
  const keptDays = Math.min(MAX_AGE_DAYS, group.retentionDays ?? MAX_AGE_DAYS);
  const tooOldBefore = events.findIndex(
    ({ timestamp = 0 }) => timestamp >= nowMs - keptDays * MS_A_DAY,
  );
  const firstKept = tooOldBefore === -1 ? events.length : tooOldBefore;
  const tooNewFrom = events.findIndex(({ timestamp = 0 }) => timestamp > nowMs + MAX_AHEAD_MS);
  const kept = events.slice(firstKept, tooNewFrom === -1 ? undefined : tooNewFrom);
  for (const { message, timestamp } of kept) {
    logs.append(stream, message ?? "", timestamp ?? 0, context.now);
  }
  return {
    nextSequenceToken: String(stream.events.length),
    rejectedLogEventsInfo:
      kept.length === events.length
        ? undefined
        : {
            tooOldLogEventEndIndex: firstKept > 0 ? firstKept : undefined,
            tooNewLogEventStartIndex: tooNewFrom === -1 ? undefined : tooNewFrom,
          },
  };
};

/**
 * A batch is limited in bytes, 26 of them being counted for each line besides its text, and to a day.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
function checkBatchSize(events: readonly InputLogEvent[]): void {
  const bytes = events.reduce((sum, { message = "" }) => sum + Buffer.byteLength(message) + 26, 0);
  if (bytes > MAX_BATCH_BYTES) {
    throw new AwsError(
      "InvalidParameterException",
      `Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`,
    );
  }
  const spanMs = (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0);
  if (spanMs > MS_A_DAY) {
    throw new AwsError(
      "InvalidParameterException",
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  }
}

/** Pages go forward (`f/…`) and backward (`b/…`); at an end the token stays what it was. */
export const getLogEvents: Operation<GetLogEventsRequest, GetLogEventsResponse> = (
  input,
  context,
) => {
  checkConstraints(getInput, input, "InvalidParameterException");
  const group = logsOf(context).group(input.logGroupName ?? input.logGroupIdentifier);
  const all = streamOf(group, input.logStreamName).events.filter((event) =>
    isWithin(event, group, context.now, input.startTime, input.endTime, false),
  );
  const limit = Math.min(input.limit ?? DEFAULT_PAGE, DEFAULT_PAGE);
  const [start, end] = pageBounds(input, all.length, limit);
  return {
    events: all.slice(start, end).map(({ timestampMs, message, ingestedMs }) => ({
      timestamp: timestampMs,
      message,
      ingestionTime: ingestedMs,
    })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
};

function pageBounds(
  input: GetLogEventsRequest,
  length: number,
  limit: number,
): [start: number, end: number] {
  const [, direction, position] = /^([fb])\/(\d{1,15})$/.exec(input.nextToken ?? "") ?? [];
  if (input.nextToken !== undefined && direction === undefined) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  const at = Number(position);
  if (direction === "f" || (direction === undefined && input.startFromHead === true)) {
    const start = Math.min(direction === undefined ? 0 : at, length);
    return [start, Math.min(start + limit, length)];
  }
  const end = Math.min(direction === undefined ? length : at, length);
  return [Math.max(0, end - limit), end];
}

export const filterLogEvents: Operation<FilterLogEventsRequest, FilterLogEventsResponse> = (
  input,
  context,
) => {
  checkConstraints(filterInput, input, "InvalidParameterException");
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "Specifying both logStreamNames and logStreamNamePrefix is not allowed.",
    );
  }
  const group = logsOf(context).group(input.logGroupName ?? input.logGroupIdentifier);
  const fits = parseFilterPattern(input.filterPattern ?? "");
  const streams = [...group.streams.values()].filter(
    ({ name }) =>
      (input.logStreamNames ?? [name]).includes(name) &&
      name.startsWith(input.logStreamNamePrefix ?? ""),
  );
  const matching = streams
    .flatMap(({ events }) => events)
    .filter((event) => isWithin(event, group, context.now, input.startTime, input.endTime, true))
    .filter(({ message }) => fits(message))
    .sort((a, b) => a.timestampMs - b.timestampMs);
  const page = pageOf(
    matching,
    input.nextToken,
    Math.min(input.limit ?? DEFAULT_PAGE, DEFAULT_PAGE),
  );
  return {
    events: page.items.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestampMs,
      message: event.message,
      ingestionTime: event.ingestedMs,
      eventId: event.id,
    })),
    nextToken: page.nextToken,
    searchedLogStreams: [],
  };
};

/** Within the asked span, and within what the group keeps. The end belongs to the span in searches only. */
function isWithin(
  { timestampMs }: LogEvent,
  group: LogGroup,
  nowSeconds: number,
  startMs = 0,
  endMs = Infinity,
  isEndIncluded: boolean,
): boolean {
  const keptSinceMs = nowSeconds * 1000 - (group.retentionDays ?? Infinity) * MS_A_DAY;
  const isBeforeEnd = isEndIncluded ? timestampMs <= endMs : timestampMs < endMs;
  return timestampMs >= startMs && isBeforeEnd && timestampMs >= keptSinceMs;
}
