import { type Datapoint } from "./types";
import { ValueDistribution } from "./value-distribution";

const fields = 6;

/**
 * The 1-minute datapoints of one metric, in order of time, in one growing typed array: start of the period, sample
 * count, sum, minimum, maximum, and the instant from which it can be read.
 */
export class MetricSeries {
  private values = new Float64Array(fields * 64);
  private length = 0;
  /** `StandardUnit` of the newest value, as CloudWatch spells it. */
  unit = "None";
  private changes = 0;
  /** By start of the period; empty unless the samples of the period are known one by one. */
  private readonly distributions = new Map<number, ValueDistribution>();

  /** How many periods there are. */
  get count(): number {
    return this.length;
  }

  /** How often something else happened than that a newer period was added at the end. */
  get amendments(): number {
    return this.changes;
  }

  /** Start of a period, by its place. */
  periodAt(index: number): number {
    return this.at(index, 0);
  }

  /** Start of the first period from that instant on that can be read later than `asOf`; NaN when there is none. */
  firstPending(from: number, asOf: number): number {
    let first = NaN;
    for (let index = this.length - 1; index >= 0 && this.at(index, 0) >= from; index--) {
      const availableAt = this.at(index, 5);
      if (availableAt > asOf && availableAt !== Infinity) first = this.at(index, 0);
    }
    return first;
  }

  /** Start of the newest period; NaN when there is none. */
  get lastPeriod(): number {
    return this.length === 0 ? NaN : this.at(this.length - 1, 0);
  }

  /** Adds samples to a period's datapoint; `values` are the samples themselves, where percentiles are wanted of them. */
  add(
    periodStart: number,
    sampleCount: number,
    sum: number,
    minimum: number,
    maximum: number,
    availableAt: number,
    values?: ValueDistribution,
  ): void {
    if (values !== undefined) this.addValues(periodStart, values);
    let index = this.length;
    while (index > 0 && this.at(index - 1, 0) > periodStart) index--;
    if (index > 0 && this.at(index - 1, 0) === periodStart) {
      const offset = (index - 1) * fields;
      const points = this.values;
      points[offset + 1] = (points[offset + 1] ?? 0) + sampleCount;
      points[offset + 2] = (points[offset + 2] ?? 0) + sum;
      points[offset + 3] = Math.min(points[offset + 3] ?? Infinity, minimum);
      points[offset + 4] = Math.max(points[offset + 4] ?? -Infinity, maximum);
      points[offset + 5] = Math.min(points[offset + 5] ?? Infinity, availableAt);
      this.changes++;
      return;
    }
    if (index < this.length) this.changes++;
    this.makeRoom(index);
    const offset = index * fields;
    this.values[offset] = periodStart;
    this.values[offset + 1] = sampleCount;
    this.values[offset + 2] = sum;
    this.values[offset + 3] = minimum;
    this.values[offset + 4] = maximum;
    this.values[offset + 5] = availableAt;
  }

  /** Start of the newest period that can be read at `asOf` and starts before `before`; NaN when there is none. */
  newestVisible(asOf: number, before: number): number {
    for (let index = this.length - 1; index >= 0; index--) {
      if (this.at(index, 0) < before && this.at(index, 5) <= asOf) return this.at(index, 0);
    }
    return NaN;
  }

  /**
   * The datapoints in [from, to) that can be read at `asOf`, as one; null when there is none.
   *
   * @param first Index of the first of them, for who knows it.
   */
  aggregate(from: number, to: number, asOf: number, first = this.indexOf(from)): Datapoint | null {
    let sampleCount = 0;
    let sum = 0;
    let minimum = Infinity;
    let maximum = -Infinity;
    for (let index = first; index < this.length; index++) {
      if (this.at(index, 0) >= to) break;
      if (this.at(index, 5) > asOf) continue;
      sampleCount += this.at(index, 1);
      sum += this.at(index, 2);
      minimum = Math.min(minimum, this.at(index, 3));
      maximum = Math.max(maximum, this.at(index, 4));
    }
    return sampleCount > 0 ? { periodStart: from, sampleCount, sum, minimum, maximum } : null;
  }

  /**
   * The samples in [from, to) that can be read at `asOf`; null when there are none, or when some of them came as
   * aggregates only.
   */
  distribution(from: number, to: number, asOf: number): ValueDistribution | null {
    const all = new ValueDistribution();
    for (let index = this.indexOf(from); index < this.length; index++) {
      const start = this.at(index, 0);
      if (start >= to) break;
      if (this.at(index, 5) > asOf) continue;
      const values = this.distributions.get(start);
      if (values === undefined || values.sampleCount < this.at(index, 1)) return null;
      all.merge(values);
    }
    return all.sampleCount > 0 ? all : null;
  }

  /** Forgets the periods that start before that instant. */
  prune(before: number): void {
    const first = this.indexOf(before);
    // Moving the rest costs, so it is done for a day's worth at a time.
    if (first < 1440) return;
    this.values.copyWithin(0, first * fields, this.length * fields);
    this.length -= first;
    this.changes++;
    for (const start of this.distributions.keys()) {
      if (start < before) this.distributions.delete(start);
    }
  }

  private addValues(periodStart: number, values: ValueDistribution): void {
    const known = this.distributions.get(periodStart);
    if (known === undefined) this.distributions.set(periodStart, values);
    else known.merge(values);
  }

  /** Index of the first period that starts at or after that instant; it is known to be `low` or larger. */
  indexOf(periodStart: number, low = 0): number {
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle, 0) < periodStart) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private at(index: number, field: number): number {
    return this.values[index * fields + field] ?? NaN;
  }

  private makeRoom(index: number): void {
    if ((this.length + 1) * fields > this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    if (index < this.length) {
      this.values.copyWithin((index + 1) * fields, index * fields, this.length * fields);
    }
    this.length++;
  }
}
