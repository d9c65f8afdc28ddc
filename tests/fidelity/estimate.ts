/** A mean and the half-width of its 99 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** Batches of {@link BatchMeans}; few enough to be nearly independent, enough for a narrow interval. */
const batches = 30;
/** Quantile 0.995 of Student's t with 29 degrees of freedom. */
const studentT = 2.756386;

/**
 * The mean of a correlated sequence, such as the waits of successive requests, with the confidence interval that the
 * means of its batches give. Values come in order; those of the warm-up are left out by the caller.
 */
export class BatchMeans {
  private readonly sums = new Float64Array(batches);
  private readonly counts = new Float64Array(batches);

  /** @param expectedCount How many values will come. */
  constructor(private readonly expectedCount: number) {}

  /** @param index Position of the value in the sequence, from 0. */
  add(index: number, value: number): void {
    const batch = Math.min(batches - 1, Math.floor((index * batches) / this.expectedCount));
    this.sums[batch]! += value;
    this.counts[batch]!++;
  }

  estimate(): Estimate {
    const means = Array.from(this.sums, (sum, batch) => sum / this.counts[batch]!);
    const mean = means.reduce((total, value) => total + value, 0) / batches;
    const squares = means.reduce((total, value) => total + (value - mean) ** 2, 0);
    return { mean, halfWidth: studentT * Math.sqrt(squares / (batches - 1) / batches) };
  }
}
