import {
  type FilterLogEventsRequest,
  type FilterLogEventsResponse,
  type GetLogEventsRequest,
  type GetLogEventsResponse,
  type PutLogEventsRequest,
  type PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { parseFilterPattern } from "./filter-pattern";
import { type LogEvent, type LogGroup, logsOf, streamOf } from "./store";

/** Lines in one answer unless the client asks for less. */
const DEFAULT_PAGE = 10_000;

const MS_A_DAY = 86_400_000;

export const putLogEvents: Operation<PutLogEventsRequest, PutLogEventsResponse> = (
  input,
  context,
) => {
  const logs = logsOf(context);
  const stream = streamOf(logs.group(input.logGroupName), input.logStreamName);
  const events = input.logEvents ?? [];
  if (events.some((event, index) => (event.timestamp ?? 0) < (events[index - 1]?.timestamp ?? 0))) {
    throw new AwsError(
      "InvalidParameterException",
      "Log events in a single PutLogEvents request must be in chronological order.",
    );
  }
  for (const { message, timestamp } of events) {
    logs.append(stream, message ?? "", timestamp ?? 0, context.now);
  }
  return { nextSequenceToken: String(stream.events.length) };
};

/** Pages go forward (`f/…`) and backward (`b/…`); at an end the token stays what it was. */
export const getLogEvents: Operation<GetLogEventsRequest, GetLogEventsResponse> = (
  input,
  context,
) => {
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
