import { sampler, type Sampler } from "./distribution-sampler";
import { type Instance, type InstanceConfig } from "./instance";
import { InstanceBill } from "./instance-bill";
import { randomSource, type RandomSource } from "./random-streams";
import { type SimulationClock } from "./simulation-clock";
import { SlotBlocks } from "./slot-blocks";
import { type InstanceState } from "./types";

/** What the fleet needs done about an instance. */
export interface FleetListener {
  /** An instance exists and owns its slots; `slotCount` slots exist in all. */
  slotsAdded(instance: Instance, slotCount: number): void;
  /** It is up, and is to show that it is healthy. */
  instanceStarted(instance: Instance): void;
  /** It has not shown that it is healthy in time. */
  instanceUnhealthy(instance: Instance): void;
  /** It now takes work. */
  instanceServing(instance: Instance): void;
  /** It crashed, or its time to finish is over: what runs on it is cut off. */
  instanceStopping(instance: Instance): void;
  /** It entered its present state. */
  instanceChanged(instance: Instance): void;
}

/** The instances of an endpoint, from launch to the end of their bill. */
export class InstanceFleet {
  /** In service, in the order in which they came into it. */
  readonly serving: Instance[] = [];
  /** Out of service since they crashed, until they are replaced. */
  readonly recovering: Instance[] = [];
  /** Most instances that were in service at one time. */
  peak = 0;
  private readonly provision: Sampler;
  private readonly termination: Sampler;
  private readonly capacity: RandomSource;
  /** What to do once an instance has shown that it is healthy. */
  private readonly unproven = new Map<number, () => void>();
  private readonly blocks = new SlotBlocks();
  private readonly bill: InstanceBill;
  private launched = 0;
  private gone = 0;

  constructor(
    private readonly clock: SimulationClock,
    endpointName: string,
    private readonly listener: FleetListener,
  ) {
    const { seed, platform } = clock;
    this.provision = sampler(
      platform.provisionSeconds,
      randomSource(seed, "provisioning", endpointName),
    );
    this.termination = sampler(
      platform.terminationSeconds,
      randomSource(seed, "termination", endpointName),
    );
    this.capacity = randomSource(seed, "capacity", endpointName);
    this.bill = new InstanceBill(clock);
  }

  /** Instances that are not gone. */
  get size(): number {
    return this.launched - this.gone;
  }

  /** Instance-seconds billed up to now. */
  get billedInstanceSeconds(): number {
    return this.bill.instanceSeconds;
  }

  /** Adds instances that serve at once. */
  addServing(config: InstanceConfig, count: number): void {
    for (let left = count; left > 0; left--) {
      this.serve(this.create(config));
    }
  }

  /**
   * Launches instances. Each calls `whenReady` after its own provisioning time, and its health check if it has one; the
   * caller lets it {@link serve} then or later. A capacity shortage delays all of them.
   *
   * @param whenUnhealthy called when an instance has not passed its health check in time
   */
  launch(
    config: InstanceConfig,
    count: number,
    whenReady: (instance: Instance) => void,
    whenUnhealthy: () => void,
  ): readonly Instance[] {
    const { capacityShortage, billFrom } = this.clock.platform;
    const short = this.capacity() < capacityShortage.probability;
    const launchAt = this.clock.now + (short ? capacityShortage.delaySeconds : 0);
    return Array.from({ length: count }, () => {
      const readyAt = launchAt + this.provision();
      const instance = this.create(config);
      this.clock.schedule(launchAt, () => {
        if (instance.state !== "launching") return;
        instance.isLaunched = true;
        if (billFrom === "launch") this.bill.start(instance);
        this.listener.instanceChanged(instance);
      });
      this.clock.schedule(readyAt, () => {
        if (instance.state === "launching") this.prove(instance, whenReady, whenUnhealthy);
      });
      return instance;
    });
  }

  /** An instance that was asked is healthy. One that is not waited for is left alone. */
  passHealthCheck(instance: number): void {
    const whenHealthy = this.unproven.get(instance);
    this.unproven.delete(instance);
    whenHealthy?.();
  }

  /** Puts a launched instance in service. */
  serve(instance: Instance): void {
    instance.isLaunched = true;
    this.bill.start(instance);
    this.serving.push(instance);
    this.peak = Math.max(this.peak, this.serving.length);
    this.enter(instance, "serving");
    this.listener.instanceServing(instance);
  }

  /**
   * An instance in service fails: what runs on it is cut off, and it is out of service until SageMaker has replaced it,
   * a provisioning time later. Its place stays billed.
   */
  crash(instance: Instance): void {
    this.serving.splice(this.serving.indexOf(instance), 1);
    this.recovering.push(instance);
    this.enter(instance, "launching");
    this.listener.instanceStopping(instance);
    this.clock.schedule(this.clock.now + this.provision(), () => {
      if (instance.state !== "launching") return;
      this.recovering.splice(this.recovering.indexOf(instance), 1);
      this.serve(instance);
    });
  }

  /** Takes instances out of service: they finish what they have, at most for the drain time, and go away. */
  remove(instances: readonly Instance[], whenGone: () => void): void {
    for (const instance of instances) {
      this.withdraw(instance);
      instance.whenGone = whenGone;
      this.enter(instance, "draining");
      if (instance.freeCount === instance.slots.length) {
        this.terminate(instance);
      } else {
        this.clock.schedule(this.clock.now + this.clock.platform.drainSeconds, () => {
          if (instance.state !== "draining") return;
          this.listener.instanceStopping(instance);
          this.terminate(instance);
        });
      }
    }
  }

  /** Takes instances out of service that are to be at hand: they finish what they have, and take nothing new. */
  standBy(instances: readonly Instance[]): void {
    for (const instance of instances) {
      this.withdraw(instance);
      this.enter(instance, "standby");
    }
  }

  /** Lets instances go, in service or not yet ready; `whenGone` is called once, when the last of them is gone. */
  letGo(instances: readonly Instance[], whenGone: () => void): void {
    let left = instances.length;
    if (left === 0) this.clock.schedule(this.clock.now, whenGone);
    const oneGone = (): void => {
      if (--left === 0) whenGone();
    };
    const inPlace = [...this.recovering, ...this.serving].filter((instance) =>
      instances.includes(instance),
    );
    this.remove(inPlace, oneGone);
    for (const instance of instances) {
      if (!inPlace.includes(instance)) this.discard(instance, oneGone);
    }
  }

  /** Lets an instance go that never served, whether it is ready or not. */
  private discard(instance: Instance, whenGone: () => void): void {
    this.unproven.delete(instance.id);
    if (!instance.isLaunched) {
      // It never was: there is nothing to tell of and nothing to bill.
      instance.state = "gone";
      this.blocks.giveBack(instance.slots);
      this.gone++;
      whenGone();
      return;
    }
    instance.whenGone = whenGone;
    this.terminate(instance);
  }

  /** A draining instance has no work left. */
  terminate(instance: Instance): void {
    this.enter(instance, "terminating");
    this.clock.schedule(this.clock.now + this.termination(), () => {
      this.bill.end(instance);
      this.blocks.giveBack(instance.slots);
      this.gone++;
      this.enter(instance, "gone");
      instance.whenGone();
    });
  }

  /** A termination time, for the deletion of an endpoint without instances. */
  drawTerminationSeconds(): number {
    return this.termination();
  }

  /** The instances that leave when the fleet shrinks by `count`: those that crashed, then by `platform.scaleInRemoves`. */
  leaving(count: number): Instance[] {
    const crashed = this.recovering.slice(0, count);
    return [...crashed, ...this.leavingService(count - crashed.length)];
  }

  private leavingService(count: number): Instance[] {
    const newestFirst = this.serving.toReversed();
    switch (this.clock.platform.scaleInRemoves) {
      case "newest":
        return newestFirst.slice(0, count);
      case "oldest":
        return this.serving.slice(0, count);
      case "idlest": {
        const running = (instance: Instance): number => instance.slots.length - instance.freeCount;
        return newestFirst.sort((a, b) => running(a) - running(b)).slice(0, count);
      }
      default:
        return this.clock.platform.scaleInRemoves satisfies never;
    }
  }

  private withdraw(instance: Instance): void {
    for (const place of [this.serving, this.recovering]) {
      const index = place.indexOf(instance);
      if (index >= 0) place.splice(index, 1);
    }
  }

  private prove(
    instance: Instance,
    whenReady: (instance: Instance) => void,
    whenUnhealthy: () => void,
  ): void {
    const { healthCheckSeconds } = instance.config;
    if (healthCheckSeconds === null) {
      whenReady(instance);
      return;
    }
    this.unproven.set(instance.id, () => whenReady(instance));
    this.clock.schedule(this.clock.now + healthCheckSeconds, () => {
      if (!this.unproven.delete(instance.id)) return;
      this.listener.instanceUnhealthy(instance);
      whenUnhealthy();
    });
    this.listener.instanceStarted(instance);
  }

  private create(config: InstanceConfig): Instance {
    const slots = this.blocks.take(config.concurrency);
    const instance: Instance = {
      id: this.launched++,
      config,
      state: "launching",
      isLaunched: false,
      billedFrom: NaN,
      slots,
      freeSlots: slots.toReversed(),
      freeCount: slots.length,
      whenGone: () => undefined,
    };
    this.listener.slotsAdded(instance, this.blocks.slotCount);
    return instance;
  }

  private enter(instance: Instance, state: InstanceState): void {
    instance.state = state;
    this.listener.instanceChanged(instance);
  }
}
