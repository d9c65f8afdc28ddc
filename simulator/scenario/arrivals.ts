import { randomExponential } from "d3-random";
import { randomBlockSize, type RandomSource } from "../engine/random-streams";
import { type ArrivalProcess, type TraceArrivals, traceArrivals } from "./trace-arrivals";

/** When requests arrive; rates in requests a second, times in seconds from the start. */
export type Arrivals =
  /** Evenly spaced, the first at 0. */
  | { readonly kind: "constant"; readonly ratePerSecond: number }
  /** A Poisson process. */
  | { readonly kind: "poisson"; readonly ratePerSecond: number }
  /** All at 0. */
  | { readonly kind: "at-once" }
  /** So many at 0, and the next one whenever one has ended. */
  | { readonly kind: "closed-loop"; readonly concurrency: number }
  /** A Poisson process whose rate goes from one value to another in a straight line, and stays there. */
  | {
      readonly kind: "ramp";
      readonly fromPerSecond: number;
      readonly toPerSecond: number;
      readonly durationSeconds: number;
    }
  /** A Poisson process with two rates: each period begins with `burstSeconds` at the burst rate. */
  | {
      readonly kind: "bursts";
      readonly baseRatePerSecond: number;
      readonly burstRatePerSecond: number;
      readonly burstSeconds: number;
      readonly periodSeconds: number;
    }
  /** A Poisson process with one peak in the middle of each period, and hardly any traffic at its ends. */
  | {
      readonly kind: "diurnal";
      readonly meanRatePerSecond: number;
      readonly peakToMean: number;
      readonly periodSeconds: number;
    }
  /** The times of a recorded trace, in order, or what came in each of its periods, spread over it by chance. */
  | ({ readonly kind: "trace" } & TraceArrivals);

export { type ArrivalProcess };

/**
 * An arrival process with one pending arrival at a time.
 *
 * @param arrivals What kind.
 * @param source The stream of this purpose, `randomSource(seed, "arrivals")`.
 */
export function arrivalProcess(arrivals: Arrivals, source: RandomSource): ArrivalProcess {
  switch (arrivals.kind) {
    case "constant": {
      let sent = 0;
      return () => sent++ / arrivals.ratePerSecond;
    }
    case "at-once":
    case "closed-loop":
      // In a loop all could leave at once, and wait until there is room for them.
      return () => 0;
    case "poisson":
      return poisson(arrivals, source);
    case "ramp":
      return inBlocks(ramp(arrivals, source));
    case "bursts":
      return inBlocks(bursts(arrivals, source));
    case "diurnal":
      return inBlocks(diurnal(arrivals, source));
    case "trace":
      return traceArrivals(arrivals, source);
    default:
      return arrivals satisfies never;
  }
}

/** Draws arrivals a block at a time: in a row they cost half of what they cost one by one. */
function inBlocks(next: ArrivalProcess): ArrivalProcess {
  const block = new Float64Array(randomBlockSize);
  let place = randomBlockSize;
  return () => {
    if (place === randomBlockSize) {
      for (place = 0; place < randomBlockSize; place++) block[place] = next();
      place = 0;
    }
    return block[place++]!;
  };
}

/** In blocks, too, and of the numbers themselves: the closures of a library take as long again as the logarithm. */
function poisson(
  { ratePerSecond }: Extract<Arrivals, { kind: "poisson" }>,
  source: RandomSource,
): ArrivalProcess {
  const block = new Float64Array(randomBlockSize);
  let place = randomBlockSize;
  return () => {
    if (place === randomBlockSize) {
      let now = block[randomBlockSize - 1]!;
      for (place = 0; place < randomBlockSize; place++) {
        now += -Math.log1p(-source()) / ratePerSecond;
        block[place] = now;
      }
      place = 0;
    }
    return block[place++]!;
  };
}

/** The first `count` arrivals of a process, or all of it. */
export function* arrivalSeconds(
  arrivals: Arrivals,
  source: RandomSource,
  count = Infinity,
): Generator<number, void, undefined> {
  const next = arrivalProcess(arrivals, source);
  for (let sent = 0; sent < count; sent++) {
    const second = next();
    if (second === Infinity) return;
    yield second;
  }
}

/** By inversion: the expected number of arrivals up to `t` is a + b t, quadratic, in `t`. */
function ramp(
  { fromPerSecond, toPerSecond, durationSeconds }: Extract<Arrivals, { kind: "ramp" }>,
  source: RandomSource,
): ArrivalProcess {
  const gap = randomExponential.source(source)(1);
  const slope = (toPerSecond - fromPerSecond) / durationSeconds;
  const expectedInRamp = ((fromPerSecond + toPerSecond) / 2) * durationSeconds;
  let expected = 0;
  return () => {
    expected += gap();
    if (expected >= expectedInRamp) {
      return toPerSecond === 0
        ? Infinity
        : durationSeconds + (expected - expectedInRamp) / toPerSecond;
    }
    // This form of the root holds for a slope of zero, too.
    const root = Math.sqrt(fromPerSecond * fromPerSecond + 2 * slope * expected);
    return (2 * expected) / (fromPerSecond + root);
  };
}

/** By inversion, period by period. */
function bursts(
  {
    baseRatePerSecond,
    burstRatePerSecond,
    burstSeconds,
    periodSeconds,
  }: Extract<Arrivals, { kind: "bursts" }>,
  source: RandomSource,
): ArrivalProcess {
  const gap = randomExponential.source(source)(1);
  const inBurst = burstRatePerSecond * burstSeconds;
  const inPeriod = inBurst + baseRatePerSecond * (periodSeconds - burstSeconds);
  let expected = 0;
  return () => {
    expected += gap();
    const period = Math.floor(expected / inPeriod);
    const rest = expected - period * inPeriod;
    const offset =
      rest < inBurst
        ? rest / burstRatePerSecond
        : burstSeconds + (rest - inBurst) / baseRatePerSecond;
    return period * periodSeconds + Math.min(offset, periodSeconds);
  };
}

/** By thinning of a Poisson process at the peak rate. */
function diurnal(
  { meanRatePerSecond, peakToMean, periodSeconds }: Extract<Arrivals, { kind: "diurnal" }>,
  source: RandomSource,
): ArrivalProcess {
  const gap = randomExponential.source(source)(meanRatePerSecond * peakToMean);
  const exponent = peakExponent(peakToMean);
  let now = 0;
  return () => {
    for (;;) {
      now += gap();
      const cosine = Math.cos((2 * Math.PI * now) / periodSeconds);
      if (source() < ((1 - cosine) / 2) ** exponent) return now;
    }
  };
}

/** The k for which ((1 - cos) / 2)^k has that ratio of peak to mean over a period: by bisection over its numeric mean. */
function peakExponent(peakToMean: number): number {
  const samples = 512;
  const mean = (exponent: number): number => {
    let sum = 0;
    for (let index = 0; index < samples; index++) {
      sum += ((1 - Math.cos((2 * Math.PI * (index + 0.5)) / samples)) / 2) ** exponent;
    }
    return sum / samples;
  };
  let low = 0;
  let high = Math.max(1, 2 * peakToMean * peakToMean);
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (1 / mean(middle) < peakToMean) low = middle;
    else high = middle;
  }
  return low;
}
