import { type Distribution } from "../simulator/engine/types";

import { type RequestLimits } from "./failure-class";
import { type LoadProgress } from "./progress";
import { type LoadTarget } from "./target";

/** The parts of a scenario (DESIGN 5.2) that a measured run acts on; the rest is kept for the record. */
export interface LoadScenario {
  readonly name: string;
  readonly seed: number;
  readonly workload: RequestLimits & {
    readonly requests: number;
    /** Lengths of the generated articles; left out or null, they are drawn between 1 and 12 kB. */
    readonly payloadBytes?: Distribution | null;
  };
  /** Longest run, counted from the start of the stream. */
  readonly maxSeconds: number;
}

/** Options of a run. Times are seconds of the service. */
export interface LoadOptions {
  readonly target: LoadTarget;
  readonly scenario: LoadScenario;
  /** Planned send times in seconds from the start of the stream, in order; as many as the scenario has requests. */
  readonly arrivals: Iterable<number>;
  /** Folder that holds a folder for each run. */
  readonly reportsDirectory: string;
  /** Name of the run: 1 to 48 letters, digits and hyphens. Made from the time when it is left out. */
  readonly run?: string | undefined;
  /** Folder of the user's own texts (`--input`); left out, articles are made of the project's corpus. */
  readonly inputDirectory?: string | undefined;
  /** Instances to wait for before the stream starts; the least that scaling allows by default, null: do not wait. */
  readonly startFleet?: number | null | undefined;
  /** Whether to wait at the end until the fleet is back at its least. True by default. */
  readonly waitForScaleIn?: boolean | undefined;
  /** Called a few times a second, and at each change of phase. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Ends the run early: no more requests are sent, what is known by then makes the result. */
  readonly signal?: AbortSignal | undefined;
}
