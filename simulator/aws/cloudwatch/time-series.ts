import { type TimeRange } from "../../engine/time-series";
import { AwsError } from "../errors";
import { isPeriod, VALIDATION_ERROR } from "./metric-id";

/** The shortest period that data is kept in, seconds. */
const MINUTE = 60;
const DAY = 86_400;

/**
 * The periods between two times. As CloudWatch does, they run from the first time, rounded down to the minute, or to more
 * the longer ago it is; not from the hour.
 *
 * @param now epoch seconds
 * @throws AwsError when the times are in the wrong order, or no data is kept for such a period
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function timeRangeOf(
  start: Date | undefined,
  end: Date | undefined,
  period: number | undefined,
  now: number,
): TimeRange {
  if (!isPeriod(period ?? MINUTE)) {
    throw new AwsError(
      "InvalidParameterValueException",
      "The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.",
    );
  }
  const startSeconds = (start?.getTime() ?? 0) / 1000;
  const endSeconds = (end?.getTime() ?? 0) / 1000;
  if (!(endSeconds > startSeconds)) {
    throw new AwsError(
      VALIDATION_ERROR,
      "The parameter StartTime must be less than the parameter EndTime.",
      400,
    );
  }
  const grain = grainOf(now - startSeconds);
  return {
    start: Math.floor(startSeconds / grain) * grain,
    end: endSeconds,
    periodSeconds: Math.max(MINUTE, period ?? MINUTE),
  };
}

/** What a start that long ago is rounded down to, seconds. */
function grainOf(ageSeconds: number): number {
  if (ageSeconds < 15 * DAY) return MINUTE;
  return ageSeconds < 63 * DAY ? 5 * MINUTE : 60 * MINUTE;
}
