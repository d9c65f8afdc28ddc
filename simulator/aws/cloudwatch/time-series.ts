import { type TimeRange } from "../../engine/time-series";
import { AwsError } from "../errors";

/** The shortest period that data is kept in, seconds. */
const MINUTE = 60;

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
