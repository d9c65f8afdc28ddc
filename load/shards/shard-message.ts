import { type ShardPlan, type ShardStart } from "./shard-plan";

/** What the process of a run tells that of a shard. */
export type ShardOrder =
  | {
      readonly kind: "prepare";
      readonly plan: ShardPlan;
      readonly shard: number;
      readonly runFolder: string;
    }
  | { readonly kind: "start"; readonly start: ShardStart }
  /** No more is to be sent; what is under way is waited for. */
  | { readonly kind: "stop" };

/** What the process of a shard tells that of its run; what it sent is in its journal. */
export type ShardReport =
  | { readonly kind: "ready" }
  /** The service's time waits for the shard. */
  | { readonly kind: "standing" }
  /** The journal holds all that there is. */
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string };
