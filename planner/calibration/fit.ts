import { quantile } from "../../simulator/engine/distribution-sampler";
import { type Distribution } from "../../simulator/engine/types";
import { mean } from "../statistics";

/** A share with Wilson's 95 % confidence interval. */
export interface ShareFit {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** A distribution that stands for measured values. */
export interface DistributionFit {
  readonly distribution: Distribution;
  /** Largest distance between its cumulative distribution and that of the values (Kolmogorov-Smirnov). */
  readonly distance: number;
}

/** What a payload adds to a service time. */
export interface PayloadFit {
  /** 0 where the effect is not clear. */
  readonly secondsPerMegabyte: number;
  /** Standard errors that the slope is away from none. */
  readonly t: number;
}

/** A log-normal distribution that is no further from the values is taken for them; otherwise their quantiles are. */
const closeEnough = 0.05;
const quantileCount = 100;
const normalP90 = 1.2815515655446004;
/** Slopes below that many standard errors are no effect of the payload. */
const clearEffect = 3;

/** The simplest distribution that stands for values above 0. */
export function fitDistribution(values: readonly number[]): DistributionFit {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0] ?? NaN, sorted.at(-1) ?? NaN];
  const middle = mean(sorted);
  // A thousandth of the mean is what clocks make of a constant.
  if (most - least <= 0.002 * middle) {
    return { distribution: { kind: "constant", value: middle }, distance: 0 };
  }
  const logs = sorted.map(Math.log);
  const mu = mean(logs);
  const sigma = Math.sqrt(mean(logs.map((log) => (log - mu) ** 2)));
  const lognormal: Distribution = {
    kind: "lognormal",
    p50: Math.exp(mu),
    p90: Math.exp(mu + normalP90 * sigma),
  };
  const distance = distanceOf(sorted, lognormal);
  if (distance <= closeEnough) return { distribution: lognormal, distance };
  const empirical: Distribution = {
    kind: "empirical",
    values:
      sorted.length <= quantileCount
        ? sorted
        : Array.from(
            { length: quantileCount },
            (_, index) =>
              sorted[Math.floor(((index + 0.5) * sorted.length) / quantileCount)] ?? most,
          ),
  };
  return { distribution: empirical, distance: distanceOf(sorted, empirical) };
}

/** By the quantiles of the distribution at the ranks of the values: how far off the ranks are. */
function distanceOf(sorted: readonly number[], distribution: Distribution): number {
  const valueAt = quantile(distribution);
  const steps = 400;
  let worst = 0;
  for (let step = 1; step < steps; step++) {
    const share = step / steps;
    const value = valueAt(share);
    const above = sorted.findIndex((one) => one > value);
    const highest = (above < 0 ? sorted.length : above) / sorted.length;
    const atOrAbove = sorted.findIndex((one) => one >= value);
    const lowest = (atOrAbove < 0 ? sorted.length : atOrAbove) / sorted.length;
    // Equal values have all the ranks between.
    worst = Math.max(worst, lowest - share, share - highest);
  }
  return worst;
}

/** The least-squares slope of service time over payload. */
export function fitPayload(
  requests: readonly { readonly payloadBytes: number; readonly seconds: number }[],
): PayloadFit {
  const megabytes = requests.map(({ payloadBytes }) => payloadBytes / 1e6);
  const seconds = requests.map((request) => request.seconds);
  const [meanMegabytes, meanSeconds] = [mean(megabytes), mean(seconds)];
  const spread = megabytes.reduce((sum, value) => sum + (value - meanMegabytes) ** 2, 0);
  if (requests.length < 3 || !(spread > 0)) return { secondsPerMegabyte: 0, t: 0 };
  const together = megabytes.reduce(
    (sum, value, index) => sum + (value - meanMegabytes) * ((seconds[index] ?? 0) - meanSeconds),
    0,
  );
  const slope = together / spread;
  const residual = megabytes.reduce(
    (sum, value, index) =>
      sum + ((seconds[index] ?? 0) - meanSeconds - slope * (value - meanMegabytes)) ** 2,
    0,
  );
  const error = Math.sqrt(residual / (requests.length - 2) / spread);
  const t = error === 0 ? Infinity : slope / error;
  return { secondsPerMegabyte: slope > 0 && t >= clearEffect ? slope : 0, t };
}

/** Wilson's interval for a share of independent trials. */
export function fitShare(count: number, trials: number): ShareFit {
  if (trials === 0) return { share: 0, low: 0, high: 1 };
  const z = 1.959964;
  const share = count / trials;
  const scale = 1 + z ** 2 / trials;
  const middle = (share + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
