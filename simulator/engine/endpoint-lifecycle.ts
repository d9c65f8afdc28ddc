import { FleetGrowth } from "./fleet-growth";
import { type FleetPlan, FleetReplacement, type RollOut } from "./fleet-replacement";
import { type InstanceConfig } from "./instance";
import { type InstanceFleet } from "./instance-fleet";
import { RandomBlocks, randomSource } from "./random-streams";
import { serviceModel } from "./service-model";
import { type SimulationClock } from "./simulation-clock";
import { type EndpointOptions, type EndpointStatus, type ModelOptions } from "./types";

/** A new endpoint config, as `UpdateEndpoint` brings it. */
export interface EndpointUpdate extends RollOut {
  readonly instanceType: string;
  /** Instances of the new fleet, 1 or more; pass the present count to retain it. */
  readonly initialInstanceCount: number;
  readonly maxConcurrentInvocationsPerInstance: number | null;
  readonly model: ModelOptions;
}

/** What a lifecycle tells its endpoint. */
export interface LifecycleListener {
  /** It has this status now. */
  statusChanged(status: EndpointStatus): void;
  /** Another number of instances is asked for. */
  changeStarted(from: number, to: number): void;
  /** It is `InService` again: what was asked for is there, or has failed. */
  settled(): void;
}

/** An endpoint's status, and the changes of its fleet that it speaks of: one at a time, each to its end or taken back. */
export class EndpointLifecycle {
  private readonly service: RandomBlocks;
  private config: InstanceConfig;
  private currentStatus: EndpointStatus = "Creating";
  private desired: number;
  private type: string;
  /** The update under way, and what was there before it. */
  private underWay: { readonly before: FleetPlan; readonly after: FleetReplacement } | undefined;
  /** The creation or the scale-out under way. */
  private growth: FleetGrowth | undefined;
  private changeFailed = false;

  constructor(
    private readonly clock: SimulationClock,
    private readonly options: EndpointOptions,
    private readonly fleet: InstanceFleet,
    private readonly listener: LifecycleListener,
  ) {
    this.type = options.instanceType;
    this.desired = options.initialInstanceCount;
    this.service = new RandomBlocks(randomSource(clock.seed, "service", options.name));
    this.config = this.configure(options.maxConcurrentInvocationsPerInstance, options.model);
    if (options.startInService) {
      fleet.addServing(this.config, this.desired);
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

  /** Instances asked for; once the endpoint is `InService`, those in service and those that crashed. */
  get desiredInstanceCount(): number {
    return this.desired;
  }

  /** Whether the last change of the fleet came to nothing, for an instance that was not healthy in time. */
  get lastChangeFailed(): boolean {
    return this.changeFailed;
  }

  /** See {@link AsyncEndpoint.setDesiredInstanceCount}. */
  setDesiredInstanceCount(count: number): boolean {
    if (this.currentStatus !== "InService") return false;
    const from = this.desired;
    if (count === from) return true;
    this.desired = count;
    this.changeFailed = false;
    this.enter("Updating");
    this.listener.changeStarted(from, count);
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

  /** See {@link AsyncEndpoint.update}. */
  update(update: EndpointUpdate): void {
    if (this.currentStatus !== "InService") this.refuse("updated");
    this.changeFailed = false;
    this.enter("Updating");
    const before = { config: this.config, instanceType: this.type, count: this.desired };
    const plan = {
      config: this.configure(update.maxConcurrentInvocationsPerInstance, update.model),
      instanceType: update.instanceType,
      count: update.initialInstanceCount,
    };
    this.underWay = { before, after: this.replaceFleet(plan, update) };
  }

  /** See {@link AsyncEndpoint.rollBack}. */
  rollBack(): boolean {
    if (this.underWay === undefined) return false;
    const { before, after } = this.underWay;
    this.underWay = undefined;
    this.enter("RollingBack");
    if (after.hasRemovedOld) {
      after.stop();
      this.replaceFleet(before, { keepsOldFleet: false });
    } else {
      // New instances that have all the work are the endpoint's own already, where they replaced none.
      this.adopt(before);
      after.callOff(() => this.settleFleet());
    }
    return true;
  }

  /**
   * Nothing is asked for any more: `Deleting`. The instances are the endpoint's to remove.
   *
   * @throws Error when the endpoint is neither `InService` nor `Failed`.
   */
  beginDeletion(): void {
    if (this.currentStatus !== "InService" && this.currentStatus !== "Failed") {
      this.refuse("deleted");
    }
    this.enter("Deleting");
    this.desired = 0;
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
      this.enter("Failed");
    } else {
      const isCreation = this.currentStatus === "Creating";
      this.growth = undefined;
      this.desired = growth.from;
      this.enter(isCreation ? "Failed" : "RollingBack");
      growth.takeBack(() => {
        if (!isCreation) this.settleFleet();
      });
    }
  }

  private replaceFleet(plan: FleetPlan, rollOut: RollOut): FleetReplacement {
    const replacement = new FleetReplacement(this.fleet, this.clock, plan, rollOut, {
      tookOver: () => {
        if (rollOut.keepsOldFleet === false) this.adopt(plan);
      },
      ended: () => {
        this.adopt(plan);
        this.settleFleet();
      },
      becameUnhealthy: () => {
        if (this.underWay?.after !== replacement) replacement.callOff(() => undefined);
        this.failChange();
      },
    });
    return replacement;
  }

  private adopt({ config, instanceType, count }: FleetPlan): void {
    this.config = config;
    this.type = instanceType;
    this.desired = count;
  }

  private settleFleet(): void {
    this.underWay = undefined;
    this.growth = undefined;
    this.enter("InService");
    this.listener.settled();
  }

  private enter(status: EndpointStatus): void {
    this.currentStatus = status;
    this.listener.statusChanged(status);
  }

  private refuse(what: string): never {
    throw new Error(
      `Endpoint \`${this.options.name}\` cannot be ${what} while its status is ${this.currentStatus}; ` +
        "wait until it is InService.",
    );
  }
}
