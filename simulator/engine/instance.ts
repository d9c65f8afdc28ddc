import { type ServiceModel } from "./service-model";
import { type InstanceState } from "./types";

/** What the instances of one endpoint config have in common. */
export interface InstanceConfig {
  readonly concurrency: number;
  readonly service: ServiceModel;
  /** Probability that what it served has failed. */
  readonly failureProbability: number;
  /** Whether the owner ends its requests (`external` completion). */
  readonly isExternal: boolean;
  /** Time that an instance has to show that it is healthy; null when it need not. */
  readonly healthCheckSeconds: number | null;
}

/** One instance. */
export interface Instance {
  /** From 0, in the order of launch. */
  readonly id: number;
  readonly config: InstanceConfig;
  state: InstanceState;
  /** False while it waits for capacity. */
  isLaunched: boolean;
  /** When its bill started; NaN before. */
  billedFrom: number;
  /** The slots that it owns. */
  readonly slots: Int32Array;
  /** Its free slots: the first `freeCount` of them. */
  readonly freeSlots: Int32Array;
  freeCount: number;
  /** Called once it is gone, when it was removed. */
  whenGone: () => void;
}
