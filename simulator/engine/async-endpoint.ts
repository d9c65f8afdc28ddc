import { type AsyncMetricKey } from "../../sagemaker/metrics.js";
import { type MetricStore } from "./metric-store.js";
import { type SimulationClock } from "./simulation-clock.js";
import {
  type EndpointListener,
  type EndpointOptions,
  type EndpointStatus,
  type ModelOptions,
  type Submission,
} from "./types.js";

/** A new endpoint config, as `UpdateEndpoint` brings it. */
export interface EndpointUpdate {
  readonly instanceType: string;
  /** Instances of the new fleet, 1 or more; pass the present count to retain it. */
  readonly initialInstanceCount: number;
  readonly maxConcurrentInvocationsPerInstance: number | null;
  readonly model: ModelOptions;
}

/** An asynchronous endpoint: its queue, its fleet and what it publishes. */
export class AsyncEndpoint {
  readonly name: string;

  constructor(
    private readonly clock: SimulationClock,
    private readonly metrics: MetricStore,
    options: EndpointOptions,
    private readonly listener: EndpointListener,
  ) {
    this.name = options.name;
  }

  get status(): EndpointStatus {
    throw new Error("under construction");
  }
  /** Instances in service. */
  get currentInstanceCount(): number {
    throw new Error("under construction");
  }
  get desiredInstanceCount(): number {
    throw new Error("under construction");
  }
  /** True once the deletion is over; the object is of no further use. */
  get deleted(): boolean {
    throw new Error("under construction");
  }
  /** Requests that wait. */
  get backlogSize(): number {
    throw new Error("under construction");
  }
  /** Requests that run. */
  get inFlight(): number {
    throw new Error("under construction");
  }
  /** Instance-seconds billed up to now. */
  get billedInstanceSeconds(): number {
    throw new Error("under construction");
  }

  /** Puts a request in the queue, or starts it. Returns its number, which is reused after it settles. */
  submit(submission: Submission): number {
    throw new Error("under construction");
  }

  /**
   * With `external` completion: the owner's work for the request is done. It ends now, or when its drawn service time
   * is over. A request that is not running (settled, interrupted, timed out) is left alone.
   */
  complete(request: number, outcome: "succeeded" | "failed"): void {
    throw new Error("under construction");
  }

  /** Begins a change of the fleet. False when the endpoint is not `InService` (a change is under way). */
  setDesiredInstanceCount(count: number): boolean {
    throw new Error("under construction");
  }

  /** Blue/green update: `Updating` until a whole new fleet serves, which then replaces the old one. */
  update(update: EndpointUpdate): void {
    throw new Error("under construction");
  }

  /**
   * Counts in the present minute what the owner alone can see (downloads, uploads, notifications, the container's
   * status codes), in the unit of the metric.
   */
  observe(metric: AsyncMetricKey, value = 1): void {
    throw new Error("under construction");
  }

  /** For the simulation: see {@link Simulation.deleteEndpoint}. */
  beginDeletion(whenGone: () => void): void {
    throw new Error("under construction");
  }

  /** For the simulation: the instant of the next end or expiry of a request. */
  nextRequestEventTime(): number {
    throw new Error("under construction");
  }

  /** For the simulation: processes request events up to the clock's horizon. */
  processRequests(): void {
    throw new Error("under construction");
  }

  /** For the simulation: publishes the minute that ends and samples the gauges of the one that begins. */
  sampleMinute(minute: number): void {
    throw new Error("under construction");
  }
}
