import { type LatencySummary } from "./result";

const microsecondsPerSecond = 1e6;
/** Buckets for each doubling of the duration: three significant digits. */
const buckets = 1024;
const bucketBits = 10;
/** From 2^31 µs on, the buckets are found by the duration without its lowest bits. */
const longMicroseconds = 2 ** 31;
const longBits = 21;

/**
 * Records durations in constant memory; percentiles are right to three significant digits, the rest is exact.
 *
 * Counts microseconds in the buckets of HdrHistogram with three significant digits, and gives the percentiles that it
 * gives. Its JavaScript took half of the time of a run (docs/performance.md).
 */
export class LatencyRecorder {
  private counts = new Uint32Array(buckets);
  private count = 0;
  private sum = 0;
  private minimum = Infinity;
  private maximum = -Infinity;

  record(seconds: number): void {
    const bucket = bucketOf(Math.round(seconds * microsecondsPerSecond));
    if (bucket >= this.counts.length) this.grow(bucket);
    this.counts[bucket]!++;
    this.count++;
    this.sum += seconds;
    if (seconds < this.minimum) this.minimum = seconds;
    if (seconds > this.maximum) this.maximum = seconds;
  }

  /** What was recorded: the longest duration of each bucket, and how often it was met, from the shortest. */
  *entries(): Generator<{ readonly microseconds: number; readonly count: number }> {
    for (const [bucket, count] of this.counts.entries()) {
      if (count > 0) yield { microseconds: longestOf(bucket), count };
    }
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

  /** The longest duration of the bucket, which may lie beyond what was recorded. */
  private percentile(percent: number): number {
    let left = Math.ceil((percent * this.count) / 100);
    let bucket = -1;
    while (left > 0) left -= this.counts[++bucket]!;
    const seconds = longestOf(bucket) / microsecondsPerSecond;
    return Math.min(Math.max(seconds, this.minimum), this.maximum);
  }

  private grow(bucket: number): void {
    const larger = new Uint32Array((Math.floor(bucket / buckets) + 1) * buckets);
    larger.set(this.counts);
    this.counts = larger;
  }
}

/** The first 1024 are of 1 µs, and each further 1024 of twice the width of those before, from the second 1024 on. */
function bucketOf(microseconds: number): number {
  if (microseconds >= longMicroseconds) {
    return longBits * buckets + bucketOf(Math.floor(microseconds / 2 ** longBits));
  }
  const shift = 31 - bucketBits - Math.clz32(microseconds | buckets);
  return shift * buckets + (microseconds >>> shift);
}

function longestOf(bucket: number): number {
  if (bucket < buckets) return bucket;
  const width = 2 ** (Math.floor(bucket / buckets) - 1);
  return (buckets + (bucket % buckets) + 1) * width - 1;
}
