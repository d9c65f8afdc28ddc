import { InvalidArgumentError } from "@commander-js/extra-typings";

import { type FaultOptions } from "../simulator/aws/faults";
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

const secondsByUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads a flag's duration, such as `90m`; without a unit it is seconds. */
export function durationSeconds(written: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(written.trim()) ?? [];
  const seconds = Number(number) * (secondsByUnit[unit] ?? NaN);
  if (!(seconds > 0)) {
    throw new InvalidArgumentError("It must be a duration above 0 such as 90m, 2h or 3600s.");
  }
  return seconds;
}

/** Reads the seed of all chance. */
export const seedNumber = wholeNumber(0, 2 ** 31 - 1);

/** The faults of a local server by the names that a flag gives them. */
const faultNames = {
  throttling: "throttling",
  "container-errors": "containerErrors",
  "dropped-notifications": "droppedNotifications",
  "duplicated-notifications": "duplicatedNotifications",
  "slow-s3": "slowS3Milliseconds",
} as const satisfies Record<string, keyof FaultOptions>;

/** Reads a fault, such as `container-errors=5%` or `slow-s3=200ms`, and adds it to those before it. */
export function fault(written: string, before: FaultOptions = {}): FaultOptions {
  const [, name = "", value = "", unit = ""] = /^([a-z0-9-]+)=([\d.]+)(%|ms)$/.exec(written) ?? [];
  const key = name in faultNames ? faultNames[name as keyof typeof faultNames] : undefined;
  const number = Number(value);
  const expected = key === "slowS3Milliseconds" ? "ms" : "%";
  if (
    key === undefined ||
    unit !== expected ||
    Number.isNaN(number) ||
    (unit === "%" && number > 100)
  ) {
    throw new InvalidArgumentError(
      `It must be a fault with its size, such as container-errors=5% or slow-s3=200ms; faults are ${Object.keys(faultNames).join(", ")}.`,
    );
  }
  return { ...before, [key]: unit === "%" ? number / 100 : number };
}

/** Reads a container setting, such as `SAGEMAKER_TS_BATCH_SIZE=8`, and adds it to those before it; `none` is none at all. */
export function containerSetting(
  written: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  if (written === "none") return before;
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(written) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError(
      "It must be a setting of the container such as SAGEMAKER_TS_BATCH_SIZE=8, or none.",
    );
  }
  return { ...before, [name]: value };
}
