import { type AsyncMetricKey } from "../../sagemaker/metrics";
import { EndpointLifecycle, type EndpointUpdate } from "./endpoint-lifecycle";
import { EndpointMetrics } from "./endpoint-metrics";
import { InstanceFleet } from "./instance-fleet";
import { type MetricStore } from "./metric-store";
import { RequestDispatcher } from "./request-dispatcher";
import { type SimulationClock } from "./simulation-clock";
import {
  type EndpointListener,
  type EndpointOptions,
  type EndpointStatus,
  type Submission,
} from "./types";

/** Told when an endpoint has left `Updating` or begins to go away. */
export type FleetObserver = (endpoint: AsyncEndpoint) => void;

/** An asynchronous endpoint: its queue, its fleet and what it publishes. Made by {@link Simulation.createEndpoint}. */
export class AsyncEndpoint {
  readonly name: string;
  readonly variantName: string;
  /** For Application Auto Scaling: called when the status has become `InService` or `Deleting`. */
  readonly fleetObservers = new Set<FleetObserver>();
  private readonly published: EndpointMetrics;
  private readonly fleet: InstanceFleet;
  private readonly requests: RequestDispatcher;
  private readonly lifecycle: EndpointLifecycle;
  private isGone = false;
  /** Called when the last instance is gone; ends a deletion. */
  private whenEmpty = (): void => undefined;

  constructor(
    private readonly clock: SimulationClock,
    metrics: MetricStore,
    options: EndpointOptions,
    private readonly listener: EndpointListener,
  ) {
    this.name = options.name;
    this.variantName = options.variantName;
    this.published = new EndpointMetrics(clock, metrics, options.name, options.variantName);
    this.fleet = new InstanceFleet(clock, options.name, {
      slotsAdded: (instance, slotCount) => this.requests.addSlots(instance, slotCount),
      instanceStarted: ({ id }) => listener.instanceStarted?.(id, clock.now),
      instanceUnhealthy: ({ id }) => listener.healthCheckFailed?.(id, clock.now),
      instanceServing: (instance) => this.requests.fill(instance),
      instanceStopping: (instance) =>
        this.requests.interrupt(instance, clock.platform.redeliverInterrupted && !this.isDeleting),
      instanceChanged: ({ id, state, slots }) => {
        listener.instanceChanged?.(id, state, slots.length, clock.now);
        if (state === "gone" && this.fleet.size === 0) this.whenEmpty();
      },
    });
    this.requests = new RequestDispatcher(
      clock,
      options.name,
      this.fleet.serving,
      this.published,
      listener,
      (instance) => this.fleet.terminate(instance),
    );
    this.lifecycle = new EndpointLifecycle(clock, options, this.fleet, {
      statusChanged: (status) => listener.statusChanged?.(status, clock.now),
      changeStarted: (from, to) => listener.fleetChangeStarted?.(from, to, clock.now),
      settled: () => this.notifyObservers(),
    });
  }

  get status(): EndpointStatus {
    return this.lifecycle.status;
  }

  get instanceType(): string {
    return this.lifecycle.instanceType;
  }

  /** Instances in service. */
  get currentInstanceCount(): number {
    return this.fleet.serving.length;
  }

  /** Most instances that were in service at one time. */
  get peakInstanceCount(): number {
    return this.fleet.peak;
  }

  /** Instances asked for; once the endpoint is `InService`, those in service and those that crashed. */
  get desiredInstanceCount(): number {
    return this.lifecycle.desiredInstanceCount;
  }

  /** Whether the last change of the fleet came to nothing, for an instance that was not healthy in time. */
  get lastChangeFailed(): boolean {
    return this.lifecycle.lastChangeFailed;
  }

  /** True once the deletion is over; the object is of no further use. */
  get deleted(): boolean {
    return this.isGone;
  }

  /** Requests that wait. */
  get backlogSize(): number {
    return this.requests.backlogSize;
  }

  /** Requests that run. */
  get inFlight(): number {
    return this.requests.inFlight;
  }

  /** Instance-seconds billed up to now. */
  get billedInstanceSeconds(): number {
    return this.fleet.billedInstanceSeconds;
  }

  /**
   * Starts a request on a free slot, or puts it in the queue. The submission's values are copied; the object may be
   * used again.
   *
   * @returns The request's number, which is reused after it settles.
   */
  submit(submission: Submission): number {
    const request = this.requests.submit(submission);
    if (this.clock.active !== this) this.lowerHorizon();
    return request;
  }

  /**
   * With `external` completion: the owner's work for the request is done. It ends now, or when its drawn service time
   * is over. A request that is not running (settled, interrupted, timed out) is left alone; since numbers are reused, an
   * owner drops its work for a request when told that it was interrupted or has settled.
   */
  complete(request: number, outcome: "succeeded" | "failed"): void {
    this.requests.complete(request, outcome);
    if (this.clock.active !== this) this.lowerHorizon();
  }

  /**
   * Begins a change of the fleet: `Updating` until every new instance serves, or every removed one is gone. The present
   * count changes nothing and is accepted.
   *
   * @returns False when the endpoint is not `InService`: fleet changes are serialised, as on SageMaker.
   */
  setDesiredInstanceCount(count: number): boolean {
    return this.lifecycle.setDesiredInstanceCount(count);
  }

  /**
   * Brings a new endpoint config: `Updating` while a whole new fleet launches; once all of it is ready it takes the work, as
   * the roll-out says, and has it to itself at the end; the endpoint is then `InService`, and the old fleet drains.
   *
   * @throws Error when the endpoint is not `InService`.
   */
  update(update: EndpointUpdate): void {
    this.lifecycle.update(update);
  }

  /**
   * Takes back the update that is under way: `RollingBack`, then `InService` with a fleet as it was before. The old
   * instances have the work again and the new ones go; where old ones are gone, a fleet is launched in their place first.
   *
   * @returns False when no update is under way.
   */
  rollBack(): boolean {
    return this.lifecycle.rollBack();
  }

  /**
   * With `healthCheckSeconds`: a started instance is healthy, and is ready from now on. One that the endpoint does not wait
   * for is left alone.
   *
   * @param instance The number by which the listener knows it.
   */
  passHealthCheck(instance: number): void {
    this.fleet.passHealthCheck(instance);
    if (this.clock.active !== this) this.lowerHorizon();
  }

  /**
   * A fault: an instance in service fails at once. SageMaker replaces it, a provisioning time later, and the endpoint
   * keeps its status.
   *
   * @param instance The number by which the listener knows it.
   * @returns False when no such instance is in service.
   */
  crashInstance(instance: number): boolean {
    const crashing = this.fleet.serving.find(({ id }) => id === instance);
    if (crashing === undefined) return false;
    this.fleet.crash(crashing);
    if (this.clock.active !== this) this.lowerHorizon();
    return true;
  }

  /** A fault: what is published from now on of the minutes that start before that instant never becomes readable. */
  loseMetricsUntil(seconds: number): void {
    this.published.loseUntil(seconds);
  }

  /**
   * Counts in the present minute what the owner alone can see (downloads, uploads, notifications, the container's
   * status codes), in the unit of the metric. The engine counts the rest by itself.
   *
   * @throws Error when the metric is a gauge, which the engine samples.
   */
  observe(metric: AsyncMetricKey, value = 1): void {
    this.published.observe(metric, value);
  }

  /** Publishes the minute that is under way, at the end of a run. Nothing may follow. */
  flushMetrics(): void {
    this.published.flush();
  }

  /** For the simulation: see {@link Simulation.deleteEndpoint}. */
  beginDeletion(whenGone: () => void): void {
    this.lifecycle.beginDeletion();
    // Those that drain since an update go with the others.
    this.whenEmpty = (): void => {
      this.published.flush();
      this.isGone = true;
      whenGone();
    };
    this.fleet.remove([...this.fleet.recovering, ...this.fleet.serving], () => undefined);
    this.requests.loseQueue();
    this.notifyObservers();
    if (this.fleet.size === 0) {
      this.clock.schedule(this.clock.now + this.fleet.drawTerminationSeconds(), this.whenEmpty);
    }
  }

  /** For the simulation: the instant of the next end or expiry of a request. */
  nextRequestEventTime(): number {
    return this.requests.nextEventTime();
  }

  /** For the simulation: processes request events up to the clock's horizon. */
  processRequests(): void {
    this.requests.process();
  }

  /** For the simulation: publishes the minute that ends and samples the gauges of the one that begins. */
  sampleMinute(minute: number): void {
    this.published.publishUntil(minute);
    if (this.status === "Creating" || this.status === "Failed") return;
    this.published.sampleGauges(this.requests, this.fleet.serving);
    this.listener.minuteSampled?.(minute);
  }

  private get isDeleting(): boolean {
    return this.status === "Deleting";
  }

  private notifyObservers(): void {
    for (const observer of this.fleetObservers) observer(this);
  }

  private lowerHorizon(): void {
    const next = this.requests.nextEventTime();
    if (next < this.clock.horizon) this.clock.horizon = next;
  }
}
