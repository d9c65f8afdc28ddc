/** Different values that are kept as they are; further ones are rounded. */
const exactValues = 1000;

/** Rounding to steps of 1 %: a percentile among many values is off by half a per cent at most. */
const stepsPerFactor = 1 / Math.log(1.01);

/** How often each value occurred: what percentiles are read from. */
export class ValueDistribution {
  private readonly counts = new Map<number, number>();
  private total = 0;
  private smallest = Infinity;

  /** How many samples there are. */
  get sampleCount(): number {
    return this.total;
  }

  /** False when a value is negative: CloudWatch then gives no percentiles. */
  get hasPercentiles(): boolean {
    return this.total > 0 && this.smallest >= 0;
  }

  record(value: number, count = 1): void {
    const isRoom = this.counts.size < exactValues || this.counts.has(value);
    const kept = isRoom ? value : rounded(value);
    this.counts.set(kept, (this.counts.get(kept) ?? 0) + count);
    this.total += count;
    if (value < this.smallest) this.smallest = value;
  }

  /** Adds all samples of another one. */
  merge(other: ValueDistribution): void {
    for (const [value, count] of other.counts) this.record(value, count);
  }

  /**
   * The smallest value that at least that share of the samples does not exceed.
   *
   * @param percent 0 to 100.
   */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.total - 1e-9));
    let passed = 0;
    for (const [value, count] of this.ordered()) {
      passed += count;
      if (passed >= rank) return value;
    }
    return NaN;
  }

  /** The mean of the samples up to that percentile. */
  trimmedMean(percent: number): number {
    const wanted = Math.max(1, (percent / 100) * this.total);
    let [taken, sum] = [0, 0];
    for (const [value, count] of this.ordered()) {
      const part = Math.min(count, wanted - taken);
      taken += part;
      sum += part * value;
      if (taken >= wanted) break;
    }
    return sum / taken;
  }

  private ordered(): [number, number][] {
    return [...this.counts].sort(([a], [b]) => a - b);
  }
}

function rounded(value: number): number {
  if (value <= 0) return value;
  return Math.exp(Math.round(Math.log(value) * stepsPerFactor) / stepsPerFactor);
}
