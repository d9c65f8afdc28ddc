import { type Scenario } from "../../simulator/scenario/schema";

import { type LoadProgress } from "./progress";
import { type LoadTarget } from "../service/target";

/** How the ends of requests are heard of: from the queues, by looking into S3, or both, whichever is first. */
export const completions = ["notifications", "polling", "both"] as const;

export type Completion = (typeof completions)[number];

/** Options of a run. Times are seconds of the service. */
export interface LoadOptions {
  readonly target: LoadTarget;
  /**
   * What to send: the run acts on `seed`, `workload` and `maxSeconds`. The rest describes the system under load; what
   * is found deployed takes its place in the result.
   */
  readonly scenario: Scenario;
  /** Folder that holds a folder for each run. */
  readonly reportsDirectory: string;
  /** Name of the run: 1 to 48 letters, digits and hyphens. Made from the time when it is left out. */
  readonly run?: string | undefined;
  /**
   * Folder of the user's own files, a file, or a file of JSON lines with a request on each (`--input`); left out, articles
   * are made of the project's corpus.
   */
  readonly inputDirectory?: string | undefined;
  /**
   * Processes that send, each its share of the requests, while this one follows them all; left out, this process sends.
   */
  readonly shards?: number | undefined;
  /** Whether the shards are sent by tasks on other machines, which find the run's plan in S3. False by default. */
  readonly remote?: boolean | undefined;
  /** Told which of the remote shards are still to be started, and where they find the run's plan. */
  readonly onShardsWanted?: ((shards: readonly number[], location: string) => void) | undefined;
  /** Whether inputs that are small enough go in the requests themselves, instead of into S3. False by default. */
  readonly inline?: boolean | undefined;
  /** How the ends of requests are heard of; by notifications by default. */
  readonly completion?: Completion | undefined;
  /** Instances to wait for before the stream starts; the least that scaling allows by default, null: do not wait. */
  readonly startFleet?: number | null | undefined;
  /** Whether to wait at the end until the fleet is back at its least. True by default. */
  readonly waitForScaleIn?: boolean | undefined;
  /** Called a few times a second, and at each change of phase. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Ends the run early: no more requests are sent, those that were are waited for, and the fleet's return is not. */
  readonly signal?: AbortSignal | undefined;
}
