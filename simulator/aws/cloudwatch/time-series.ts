import { type Simulation } from "../../engine/simulation";
import { statisticOf } from "../../engine/metric-store";
import { type MetricId, type Statistic } from "../../engine/types";
import { AwsError } from "../errors";

/** The shortest period that data is kept in, seconds. */
const MINUTE = 60;

/** The instants that a query is about: period starts from `start` up to but without `end`, all in epoch seconds. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
  readonly periodSeconds: number;
}

/** Values by the starts of their periods. */
export interface TimeSeries {
  readonly range: TimeRange;
  readonly values: ReadonlyMap<number, number>;
}

const simpleStatistics: readonly Statistic[] = [
  "Average",
  "Sum",
  "Minimum",
  "Maximum",
  "SampleCount",
];

/** The periods between two times, on boundaries of the period as CloudWatch aligns them. */
export function timeRangeOf(
  start: Date | undefined,
  end: Date | undefined,
  period: number | undefined,
): TimeRange {
  const periodSeconds = Math.max(MINUTE, Math.ceil((period ?? MINUTE) / MINUTE) * MINUTE);
  const startSeconds = (start?.getTime() ?? 0) / 1000;
  const endSeconds = (end?.getTime() ?? 0) / 1000;
  if (!(endSeconds > startSeconds)) {
    throw new AwsError(
      "ValidationError",
      "The parameter StartTime must be less than the parameter EndTime.",
      400,
    );
  }
  return {
    start: Math.floor(startSeconds / periodSeconds) * periodSeconds,
    end: endSeconds,
    periodSeconds,
  };
}

/** The starts of a range's periods. */
export function periodStarts({ start, end, periodSeconds }: TimeRange): number[] {
  const starts: number[] = [];
  for (let at = start; at < end; at += periodSeconds) {
    starts.push(at);
  }
  return starts;
}

/**
 * One statistic of one metric over time, as far as it can be read now.
 *
 * @throws AwsError `NotImplemented` for percentiles and other extended statistics
 */
export function readSeries(
  { metrics }: Simulation,
  id: MetricId,
  statistic: string,
  range: TimeRange,
): TimeSeries {
  const simple = simpleStatistics.find((each) => each === statistic);
  if (simple === undefined) {
    throw new AwsError(
      "NotImplemented",
      `The statistic ${statistic} is not implemented; there are ${simpleStatistics.join(", ")}`,
      501,
    );
  }
  const points = metrics.datapoints(id, range.start, range.end, range.periodSeconds);
  return {
    range,
    values: new Map(points.map((point) => [point.periodStart, statisticOf(point, simple)])),
  };
}
