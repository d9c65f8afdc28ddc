import { type TimeRange } from "../../engine/time-series";
import { AwsError } from "../errors";
import { isPeriod, VALIDATION_ERROR } from "./metric-id";

/** The shortest period that data is kept in, seconds. */
const MINUTE = 60;

/**
 * The periods between two times, on boundaries of the period as CloudWatch aligns them.
 *
 * @throws AwsError when the times are in the wrong order, or no data is kept for such a period
 */
export function timeRangeOf(
  start: Date | undefined,
  end: Date | undefined,
  period: number | undefined,
): TimeRange {
  if (!isPeriod(period ?? MINUTE)) {
    throw new AwsError(
      "InvalidParameterValueException",
      "The parameter Period must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.",
    );
  }
  const periodSeconds = Math.max(MINUTE, Math.ceil((period ?? MINUTE) / MINUTE) * MINUTE);
  const startSeconds = (start?.getTime() ?? 0) / 1000;
  const endSeconds = (end?.getTime() ?? 0) / 1000;
  if (!(endSeconds > startSeconds)) {
    throw new AwsError(
      VALIDATION_ERROR,
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
