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

const scratchNumber = new Float64Array(1);
const scratchBits = new Uint32Array(scratchNumber.buffer);

/** The largest number below a positive one; for zero, the smallest negative number. */
export function previousNumber(value: number): number {
  if (value <= 0) return -Number.MIN_VALUE;
  scratchNumber[0] = value;
  const low = scratchBits[0] ?? 0;
  if (low === 0) scratchBits[1] = (scratchBits[1] ?? 0) - 1;
  scratchBits[0] = low - 1;
  return scratchNumber[0];
}
