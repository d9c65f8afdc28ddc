import { type AsyncMetricKey } from "../../sagemaker/metrics";
import { EndpointMetrics } from "./endpoint-metrics";
import { FleetGrowth } from "./fleet-growth";
import { type FleetPlan, FleetReplacement, type RollOut } from "./fleet-replacement";
import { type InstanceConfig } from "./instance";
import { InstanceFleet } from "./instance-fleet";
import { type MetricStore } from "./metric-store";
import { RandomBlocks, randomSource } from "./random-streams";
import { RequestDispatcher } from "./request-dispatcher";
import { serviceModel } from "./service-model";
import { type SimulationClock } from "./simulation-clock";
import {
  type EndpointListener,
  type EndpointOptions,
  type EndpointStatus,
  type ModelOptions,
  type Submission,
} from "./types";

/** A new endpoint config, as `UpdateEndpoint` brings it. */
export interface EndpointUpdate extends RollOut {
  readonly instanceType: string;
  /** Instances of the new fleet, 1 or more; pass the present count to retain it. */
  readonly initialInstanceCount: number;
  readonly maxConcurrentInvocationsPerInstance: number | null;
  readonly model: ModelOptions;
}

/** Told when an endpoint has left `Updating` or begins to go away. */
export type FleetObserver = (endpoint: AsyncEndpoint) => void;

/** An asynchronous endpoint: its queue, its fleet and what it publishes. Made by {@link Simulation.createEndpoint}. */
export class AsyncEndpoint {
  readonly name: string;
  readonly variantName: string;
  /** For Application Auto Scaling: called when the status has become `InService` or `Deleting`. */
  readonly fleetObservers = new Set<FleetObserver>();
  private readonly service: RandomBlocks;
  private readonly published: EndpointMetrics;
  private readonly fleet: InstanceFleet;
  private readonly requests: RequestDispatcher;
  private config: InstanceConfig;
  private currentStatus: EndpointStatus = "Creating";
  private desired: number;
  private type: string;
  private isGone = false;
  /** The update under way, and what was there before it. */
  private underWay: { readonly before: FleetPlan; readonly after: FleetReplacement } | undefined;
  /** The creation or the scale-out under way. */
  private growth: FleetGrowth | undefined;
  private changeFailed = false;
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
    this.type = options.instanceType;
    this.desired = options.initialInstanceCount;
    this.service = new RandomBlocks(randomSource(clock.seed, "service", options.name));
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
    this.config = this.configure(options.maxConcurrentInvocationsPerInstance, options.model);
    if (options.startInService) {
      this.fleet.addServing(this.config, this.desired);
      this.currentStatus = "InService";
    } else {
      this.grow(0, this.desired);
    }
  }

  get status(): EndpointStatus {
    return this.currentStatus;
  }

  get instanceType(): string {
    return this.type;
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
    return this.desired;
  }

  /** Whether the last change of the fleet came to nothing, for an instance that was not healthy in time. */
  get lastChangeFailed(): boolean {
    return this.changeFailed;
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
    if (this.currentStatus !== "InService") return false;
    const from = this.desired;
    if (count === from) return true;
    this.desired = count;
    this.changeFailed = false;
    this.setStatus("Updating");
    this.listener.fleetChangeStarted?.(from, count, this.clock.now);
    if (count > from) {
      this.grow(from, count);
    } else {
      const leaving = this.fleet.leaving(from - count);
      let left = leaving.length;
      this.fleet.remove(leaving, () => {
        if (--left === 0) this.settleFleet();
      });
    }
    return true;
  }

  /**
   * Brings a new endpoint config: `Updating` while a whole new fleet launches; once all of it is ready it takes the work, as
   * the roll-out says, and has it to itself at the end; the endpoint is then `InService`, and the old fleet drains.
   *
   * @throws Error when the endpoint is not `InService`.
   */
  update(update: EndpointUpdate): void {
    if (this.currentStatus !== "InService") this.refuse("updated");
    this.changeFailed = false;
    this.setStatus("Updating");
    const before = { config: this.config, instanceType: this.type, count: this.desired };
    const plan = {
      config: this.configure(update.maxConcurrentInvocationsPerInstance, update.model),
      instanceType: update.instanceType,
      count: update.initialInstanceCount,
    };
    this.underWay = { before, after: this.replaceFleet(plan, update) };
  }

  /**
   * Takes back the update that is under way: `RollingBack`, then `InService` with a fleet as it was before. The old
   * instances have the work again and the new ones go; where old ones are gone, a fleet is launched in their place first.
   *
   * @returns False when no update is under way.
   */
  rollBack(): boolean {
    if (this.underWay === undefined) return false;
    const { before, after } = this.underWay;
    this.underWay = undefined;
    this.setStatus("RollingBack");
    if (after.hasRemovedOld) {
      after.stop();
      this.replaceFleet(before, { keepsOldFleet: false });
    } else {
      after.callOff(() => this.settleFleet());
    }
    return true;
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
    if (this.currentStatus !== "InService" && this.currentStatus !== "Failed") {
      this.refuse("deleted");
    }
    this.setStatus("Deleting");
    this.desired = 0;
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
    if (this.currentStatus === "Creating" || this.currentStatus === "Failed") return;
    this.published.sampleGauges(this.requests, this.fleet.serving);
    this.listener.minuteSampled?.(minute);
  }

  private get isDeleting(): boolean {
    return this.currentStatus === "Deleting";
  }

  private configure(concurrency: number | null, model: ModelOptions): InstanceConfig {
    return {
      concurrency: concurrency ?? this.clock.platform.chosenConcurrency,
      service: serviceModel(model, this.service),
      failureProbability: model.failureProbability,
      isExternal: model.completion === "external",
      healthCheckSeconds: model.healthCheckSeconds ?? null,
    };
  }

  private grow(from: number, to: number): void {
    if (to === from) {
      this.clock.schedule(this.clock.now, () => this.settleFleet());
      return;
    }
    this.growth = new FleetGrowth(
      this.fleet,
      this.config,
      from,
      to - from,
      () => this.settleFleet(),
      () => this.failChange(),
    );
  }

  /** An instance was not healthy in time: what it was launched for fails. */
  private failChange(): void {
    this.changeFailed = true;
    const { growth } = this;
    if (this.underWay !== undefined) {
      this.rollBack();
    } else if (growth === undefined) {
      // What was rolled back to does not start any more: the fleet stays as it is.
      this.setStatus("Failed");
    } else {
      const isCreation = this.currentStatus === "Creating";
      this.growth = undefined;
      this.desired = growth.from;
      this.setStatus(isCreation ? "Failed" : "RollingBack");
      growth.takeBack(() => {
        if (!isCreation) this.settleFleet();
      });
    }
  }

  private replaceFleet(plan: FleetPlan, rollOut: RollOut): FleetReplacement {
    const adopt = (): void => {
      this.config = plan.config;
      this.type = plan.instanceType;
      this.desired = plan.count;
    };
    const replacement = new FleetReplacement(this.fleet, this.clock, plan, rollOut, {
      tookOver: () => {
        if (rollOut.keepsOldFleet === false) adopt();
      },
      ended: () => {
        adopt();
        this.settleFleet();
      },
      becameUnhealthy: () => {
        if (this.underWay?.after !== replacement) replacement.callOff(() => undefined);
        this.failChange();
      },
    });
    return replacement;
  }

  private settleFleet(): void {
    this.underWay = undefined;
    this.growth = undefined;
    this.setStatus("InService");
    this.notifyObservers();
  }

  private setStatus(status: EndpointStatus): void {
    this.currentStatus = status;
    this.listener.statusChanged?.(status, this.clock.now);
  }

  private notifyObservers(): void {
    for (const observer of this.fleetObservers) observer(this);
  }

  private lowerHorizon(): void {
    const next = this.requests.nextEventTime();
    if (next < this.clock.horizon) this.clock.horizon = next;
  }

  private refuse(what: string): never {
    throw new Error(
      `Endpoint \`${this.name}\` cannot be ${what} while its status is ${this.currentStatus}; ` +
        "wait until it is InService.",
    );
  }
}
