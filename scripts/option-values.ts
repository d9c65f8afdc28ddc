import { InvalidArgumentError } from "@commander-js/extra-typings";

import { type Distribution } from "../simulator/engine/types";

/** Reads a flag's whole number within a range; commander names the flag and what was given. */
export function wholeNumber(min: number, max: number): (written: string) => number {
  return (written) => {
    const value = Number(written);
    if (written.trim() === "" || !Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Reads a flag's number within a range. */
export function numberWithin(min: number, max: number): (written: string) => number {
  return (written) => {
    const value = Number(written);
    if (written.trim() === "" || !(value >= min && value <= max)) {
      throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Reads a flag's service time: seconds, or median and 90th percentile of a log-normal distribution as `3:6`. */
export function serviceTime(written: string): Distribution {
  const [first = NaN, second, ...others] = written
    .split(":")
    .map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (others.length === 0 && first >= 0 && second === undefined) {
    return { kind: "constant", value: first };
  }
  if (others.length === 0 && first > 0 && second !== undefined && second > first) {
    return { kind: "lognormal", p50: first, p90: second };
  }
  throw new InvalidArgumentError(
    "It must be seconds such as 3, or median and 90th percentile such as 3:6, the second above the first.",
  );
}

/** Reads the seed of all chance. */
export const seedNumber = wholeNumber(0, 2 ** 31 - 1);
