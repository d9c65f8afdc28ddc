import { build, type Histogram } from "hdr-histogram-js";
import { type LatencySummary } from "./result";

const microsecondsPerSecond = 1e6;

/** Records durations in constant memory; percentiles are right to three significant digits, the rest is exact. */
export class LatencyRecorder {
  private readonly histogram: Histogram;
  private count = 0;
  private sum = 0;
  private minimum = Infinity;
  private maximum = -Infinity;

  /** @param longestSeconds No duration is longer. */
  constructor(longestSeconds: number) {
    this.histogram = build({
      bitBucketSize: 32,
      lowestDiscernibleValue: 1,
      highestTrackableValue: Math.max(2, Math.ceil(longestSeconds * microsecondsPerSecond)),
      numberOfSignificantValueDigits: 3,
    });
  }

  record(seconds: number): void {
    this.histogram.recordValue(Math.round(seconds * microsecondsPerSecond));
    this.count++;
    this.sum += seconds;
    if (seconds < this.minimum) this.minimum = seconds;
    if (seconds > this.maximum) this.maximum = seconds;
  }

  /** All null when nothing was recorded. */
  summary(): LatencySummary {
    if (this.count === 0) {
      return { p50: null, p90: null, p95: null, p99: null, max: null, mean: null };
    }
    return {
      p50: this.percentile(50),
      p90: this.percentile(90),
      p95: this.percentile(95),
      p99: this.percentile(99),
      max: this.maximum,
      mean: this.sum / this.count,
    };
  }

  /** The upper edge of a bucket may lie beyond what was recorded. */
  private percentile(percent: number): number {
    const seconds = this.histogram.getValueAtPercentile(percent) / microsecondsPerSecond;
    return Math.min(Math.max(seconds, this.minimum), this.maximum);
  }
}
