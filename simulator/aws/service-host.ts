import { type Simulation } from "../engine/simulation";
import { type Distribution } from "../engine/types";
import { type Clock } from "./clock";
import { type ServedOperations } from "./coverage/served-operations";
import { type Driver } from "./driver";
import { type Faults } from "./faults";
import { type Model } from "./model/model";

/** What a service knows of the local AWS that it is part of. */
export interface ServiceHost {
  readonly clock: Clock;
  readonly driver: Driver;
  readonly model: Model;
  /** Distribution of the simulated time that the model takes for a request. */
  readonly serviceTimeSeconds: Distribution;
  readonly log: ((line: string) => void) | undefined;
  /** What goes wrong on purpose, if anything. */
  readonly faults: Faults | undefined;
  /** Where payloads are kept. */
  readonly dataDir: string;
  /** Base URL of every service, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The engine of a region, made when it is first asked for. */
  simulation(region: string): Simulation;
  /** The state of a service in a region, made when it is first asked for. */
  store<Store extends object>(key: StoreKey<Store>, region: string): Store;
}

/** What the HTTP server knows of it besides. */
export interface ServerHost extends ServiceHost {
  /** Writes down which clients use which operations, where the environment asks for it. */
  readonly servedOperations: ServedOperations | undefined;
  /** Forgets every resource of every service; time goes on. */
  reset(): Promise<void>;
}

/**
 * Names the state of one service and says how it is made. Each `LocalAws` has its own, one a region, made when it is
 * first asked for and dropped by a reset.
 */
export class StoreKey<Store extends object> {
  constructor(
    /** For messages only. */
    readonly name: string,
    readonly create: (aws: ServiceHost, region: string) => Store,
  ) {}
}

/** The region to ask for when a service, such as IAM or S3, is the same in all. */
export const GLOBAL = "global";
