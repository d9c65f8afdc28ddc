/** A mean with its 95 % confidence interval, from runs with different seeds. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const tQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];
const normalQuantile = 1.96;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The mean of independent values and Student's interval for it; of one value the interval is unbounded, and of values that
 * are not all finite there is none: everything is Infinity.
 */
export function estimate(values: readonly number[]): Estimate {
  const middle = mean(values);
  if (!Number.isFinite(middle)) return { mean: middle, low: middle, high: middle };
  const freedom = values.length - 1;
  if (freedom < 1) return { mean: middle, low: -Infinity, high: Infinity };
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / freedom;
  const half = (tQuantiles[freedom - 1] ?? normalQuantile) * Math.sqrt(variance / values.length);
  return { mean: middle, low: middle - half, high: middle + half };
}
