import { type Scenario } from "../../simulator/scenario/schema";

import { type PlacedInput } from "../corpus/placed-inputs";
import { type Completion } from "../run/load-options";
import { type LoadTarget } from "../service/target";

/**
 * What every shard of a run is told alike. Shard `k` of `n` sends the requests whose index leaves the rest `k` when
 * divided by `n`; scenario and seed give each shard the same requests at the same times.
 */
export interface ShardPlan {
  readonly run: string;
  readonly target: LoadTarget;
  readonly scenario: Scenario;
  readonly shards: number;
  /** The user's own inputs; left out, articles are made. */
  readonly inputDirectory?: string | undefined;
  /** The user's own inputs by their names in S3, for a shard on a machine that has not the inputs. */
  readonly inputs?: readonly PlacedInput[] | undefined;
  /** Whether inputs that are small enough go in the requests themselves. */
  readonly inline?: boolean | undefined;
  /** How the ends of requests are heard of; by notifications by default. */
  readonly completion?: Completion | undefined;
}

/** The instant at which all shards begin, and what is not theirs to send any more. */
export interface ShardStart {
  /** Epoch seconds of the service that planned times count from. */
  readonly startSeconds: number;
  /** Where the service's time stands until every shard holds it, in epoch seconds; AWS's time stands nowhere. */
  readonly standSeconds: number;
  /** Requests that an earlier process of the run sent. */
  readonly sent: readonly number[];
}

/** Whether a request is a shard's. */
export function isOfShard(index: number, shard: number, shards: number): boolean {
  return index % shards === shard;
}
