import { InvalidArgumentError } from "@commander-js/extra-typings";

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

/** Reads the seed of all chance. */
export const seedNumber = wholeNumber(0, 2 ** 31 - 1);
