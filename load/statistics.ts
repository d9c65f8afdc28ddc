import { build } from "hdr-histogram-js";

import { type LatencySummary } from "../simulator/scenario/result";

/** The summary of nothing. */
export const emptySummary: LatencySummary = {
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  max: null,
  mean: null,
};

/** Histograms count whole milliseconds. */
const perSecond = 1000;

/**
 * Summarises durations with an HdrHistogram: percentiles are exact to three digits, mean and maximum to the last.
 *
 * @param durations Seconds; what is below zero, as two clocks may make it, counts as zero.
 */
export function summarizeSeconds(durations: Iterable<number>): LatencySummary {
  const histogram = build({ bitBucketSize: "packed", numberOfSignificantValueDigits: 3 });
  let count = 0;
  let sum = 0;
  let max = 0;
  for (const duration of durations) {
    const seconds = Math.max(0, duration);
    histogram.recordValue(Math.round(seconds * perSecond));
    count += 1;
    sum += seconds;
    max = Math.max(max, seconds);
  }
  if (count === 0) {
    return { ...emptySummary };
  }
  const percentile = (percent: number): number =>
    Math.min(max, histogram.getValueAtPercentile(percent) / perSecond);
  return {
    p50: percentile(50),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    max,
    mean: sum / count,
  };
}
