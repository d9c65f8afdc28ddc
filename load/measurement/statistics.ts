import { LatencyRecorder } from "../../simulator/scenario/latency-recorder";
import { type LatencySummary } from "../../simulator/scenario/result";

/** The summary of nothing. */
export const emptySummary: LatencySummary = new LatencyRecorder().summary();

/**
 * Summarises durations: percentiles are right to three digits, mean and maximum to the last.
 *
 * @param durations Seconds; what is below zero, as two clocks may make it, counts as zero.
 */
export function summarizeSeconds(durations: Iterable<number>): LatencySummary {
  const recorder = new LatencyRecorder();
  for (const duration of durations) {
    recorder.record(Math.max(0, duration));
  }
  return recorder.summary();
}
