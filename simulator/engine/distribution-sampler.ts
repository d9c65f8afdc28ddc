import { type RandomBlocks, randomBlockSize, type RandomSource } from "./random-streams";
import { type Distribution } from "./types";

/** Value of the standard normal distribution at its 90th percentile. */
const normalP90 = 1.2815515655446004;

/** Draws a value. */
export type Sampler = () => number;

/** A sampler that takes one number of the source for each value, whatever the distribution. */
export function sampler(distribution: Distribution, source: RandomSource): Sampler {
  const valueAt = quantile(distribution);
  return () => valueAt(source());
}

/** As {@link sampler}, for what is drawn for every request: makes the values of a block at a time. */
export function blockSampler(distribution: Distribution, stream: RandomBlocks): Sampler {
  const valueAt = quantile(distribution);
  const values = new Float64Array(randomBlockSize);
  let block = -1;
  return () => {
    if (stream.next === randomBlockSize) stream.refill();
    if (block !== stream.blocks) {
      block = stream.blocks;
      for (let place = stream.next; place < randomBlockSize; place++) {
        values[place] = valueAt(stream.numbers[place]!);
      }
    }
    return values[stream.next++]!;
  };
}

/**
 * The value below which a share `u` in [0, 1) of a distribution lies.
 *
 * Drawing by quantiles takes exactly one number a value: two runs that differ in a distribution alone then pair
 * value by value, and two points of a profile can be interpolated at the same `u`.
 */
export function quantile(distribution: Distribution): (u: number) => number {
  switch (distribution.kind) {
    case "constant": {
      const { value } = distribution;
      return () => value;
    }
    case "exponential": {
      const { mean } = distribution;
      return (u) => -mean * Math.log1p(-u);
    }
    case "uniform": {
      const { min, max } = distribution;
      return (u) => min + (max - min) * u;
    }
    case "lognormal": {
      const mu = Math.log(distribution.p50);
      const sigma = (Math.log(distribution.p90) - mu) / normalP90;
      return (u) => Math.exp(mu + sigma * normalQuantile(u));
    }
    case "empirical": {
      const values = Float64Array.from(distribution.values).sort();
      return (u) => values[Math.floor(u * values.length)] ?? NaN;
    }
    default:
      return distribution satisfies never;
  }
}

/**
 * Quantile of the standard normal distribution, with a relative error below 1.2e-9.
 *
 * Source: P. J. Acklam's rational approximation, https://en.wikipedia.org/wiki/Normal_distribution#Numerical_approximations_for_the_normal_cumulative_distribution_function_and_normal_quantile_function
 */
export function normalQuantile(u: number): number {
  const tail = 0.02425;
  if (u < tail) return normalTail(Math.max(u, Number.MIN_VALUE));
  if (u > 1 - tail) return -normalTail(1 - u);
  const q = u - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r +
      138.357751867269) *
      r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r +
      66.80131188771972) *
      r -
      13.28068155288572) *
      r +
      1)
  );
}

function normalTail(share: number): number {
  const q = Math.sqrt(-2 * Math.log(share));
  return (
    (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q -
      2.549732539343734) *
      q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q +
      3.754408661907416) *
      q +
      1)
  );
}
