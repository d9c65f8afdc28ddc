import { type PlatformOptions } from "./platform-options";

/** What the parts of a simulation share: the present, the future, and the options. */
export interface SimulationClock {
  /** The present, in seconds. */
  now: number;
  readonly seed: number;
  readonly platform: PlatformOptions;
  /**
   * Instant up to which the active endpoint may process its request events without looking at anything else. Lowered
   * when something is scheduled before it.
   */
  horizon: number;
  /** The endpoint that is processing request events, if any. */
  active: object | null;
  /** Instances of a type that the endpoints of the account ask for together. */
  instancesInUse(instanceType: string): number;
  /** Calls `action` at that instant; the past means now. Equal instants keep the order of the calls. */
  schedule(atSeconds: number, action: () => void): void;
}

export const minuteSeconds = 60;

/** The first whole minute at or after that instant. */
export function minuteAtOrAfter(seconds: number): number {
  return Math.ceil(seconds / minuteSeconds) * minuteSeconds;
}

/** Start of the minute that the instant is in. */
export function minuteOf(seconds: number): number {
  return Math.floor(seconds / minuteSeconds) * minuteSeconds;
}

/** What a positive number is to be multiplied by to get the number below it: the product is rounded to just that. */
const justBelowOne = 1 - Number.EPSILON / 2;
const smallestNormal = 2 ** -1022;

/** The largest number below a positive one; for zero, the smallest negative number. */
export function previousNumber(value: number): number {
  return value > smallestNormal ? value * justBelowOne : value - Number.MIN_VALUE;
}
