import { type RandomSource } from "../engine/random-streams";
import { type RecordedTraffic } from "./trace-formats";

/** A recorded trace, and how it is played. */
export interface TraceArrivals extends Partial<RecordedTraffic> {
  readonly file: string;
  /** Multiplies the times: 2 plays the trace half as fast. */
  readonly timeScale: number;
  /** Requests for each of the trace's, drawn where it is not whole: 0.5 keeps every second on average. */
  readonly rateScale: number;
  readonly seconds: readonly number[];
}

/** Gives the next arrival's absolute second, never before the last; Infinity when there is none left. */
export type ArrivalProcess = () => number;

/** The arrivals of a trace, one after the other: nothing of what it holds is multiplied in memory. */
export function traceArrivals(trace: TraceArrivals, source: RandomSource): ArrivalProcess {
  const { counts = [] } = trace;
  return counts.length > 0 ? counted(trace, counts, source) : timed(trace, source);
}

function timed(
  { seconds, timeScale, rateScale }: TraceArrivals,
  source: RandomSource,
): ArrivalProcess {
  let next = 0;
  let copies = 0;
  return () => {
    while (copies === 0) {
      if (next >= seconds.length) return Infinity;
      next++;
      copies = wholeOf(rateScale, source);
    }
    copies--;
    return (seconds[next - 1] ?? Infinity) * timeScale;
  };
}

/** Where in its period a request came is not told: anywhere, as of a Poisson process whose count is known. */
function counted(
  { periodSeconds = 1, timeScale, rateScale }: TraceArrivals,
  counts: readonly number[],
  source: RandomSource,
): ArrivalProcess {
  let period = -1;
  let left = 0;
  let place = 0;
  return () => {
    while (left === 0) {
      period++;
      const count = counts[period];
      if (count === undefined) return Infinity;
      left = wholeOf(count * rateScale, source);
      place = 0;
    }
    // The least of so many places drawn evenly between the last one and the period's end.
    place += (1 - place) * (1 - (1 - source()) ** (1 / left));
    left--;
    return (period + place) * periodSeconds * timeScale;
  };
}

/** A whole number with this mean: the one below or the one above. */
function wholeOf(mean: number, source: RandomSource): number {
  const whole = Math.floor(mean);
  return whole + (source() < mean - whole ? 1 : 0);
}
