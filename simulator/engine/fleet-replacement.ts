import { type Instance, type InstanceConfig, type InstanceFleet } from "./instance-fleet";
import { type SimulationClock } from "./simulation-clock";

/** What a fleet is made from. */
export interface FleetPlan {
  readonly config: InstanceConfig;
  readonly instanceType: string;
  readonly count: number;
}

/** How the work goes over from one fleet to the next. */
export interface RollOut {
  /** How many of the new instances take work after each step, ascending; all of them after the last. All at once by default. */
  readonly stepInstances?: readonly number[];
  /** Seconds after each step until the next, or the end, in which it can be taken back. 0 by default. */
  readonly bakeSeconds?: number;
  /** Seconds from the end of the last step until the old fleet goes. 0 by default. */
  readonly terminationWaitSeconds?: number;
  /**
   * Whether the old instances stand by until the end, so that they can take the work back at once; otherwise they go with
   * the step that replaces them. True by default.
   */
  readonly keepsOldFleet?: boolean;
}

/** What a replacement tells. */
export interface ReplacementListener {
  /** All of the new instances have the work; with `keepsOldFleet` the old ones can still take it back. */
  tookOver(): void;
  /** It is over. */
  ended(): void;
  /** A new instance has not passed its health check in time. */
  becameUnhealthy(): void;
}

/** A whole fleet that launches beside the one that serves, and takes its work step by step once all of it is ready. */
export class FleetReplacement {
  private readonly ready: Instance[] = [];
  private readonly launched: readonly Instance[];
  private readonly count: number;
  private readonly steps: readonly number[];
  /** What it replaces, as it was when the new fleet was ready; those that have given up their work come first. */
  private old: readonly Instance[] = [];
  private relieved = 0;
  private served = 0;
  private isCalledOff = false;

  constructor(
    private readonly fleet: InstanceFleet,
    private readonly clock: SimulationClock,
    { config, count }: FleetPlan,
    private readonly rollOut: RollOut,
    private readonly listener: ReplacementListener,
  ) {
    this.count = count;
    this.steps = rollOut.stepInstances ?? [count];
    if (count === 0) clock.schedule(clock.now, () => this.begin());
    const whenReady = (instance: Instance): void => {
      this.ready.push(instance);
      if (this.ready.length === count) this.begin();
    };
    this.launched = fleet.launch(config, count, whenReady, () => listener.becameUnhealthy());
  }

  /** Whether the old fleet, or a part of it, is gone. */
  get hasRemovedOld(): boolean {
    return this.rollOut.keepsOldFleet === false && this.relieved > 0;
  }

  /** Gives up: the old instances that stand by have the work again, the new ones go, ready or not. */
  callOff(whenGone: () => void): void {
    this.isCalledOff = true;
    for (const instance of this.old) {
      if (instance.state === "standby") this.fleet.serve(instance);
    }
    this.fleet.letGo(this.launched, whenGone);
  }

  /** Goes no further: the new instances that have no work yet go, the others stay until they are replaced themselves. */
  stop(): void {
    this.isCalledOff = true;
    const working = this.ready.slice(0, this.served);
    const idle = this.launched.filter((instance) => !working.includes(instance));
    this.fleet.letGo(idle, () => undefined);
  }

  private begin(): void {
    if (this.isCalledOff) return;
    this.old = [...this.fleet.recovering, ...this.fleet.serving];
    this.step(0);
  }

  private step(index: number): void {
    if (this.isCalledOff) return;
    const { fleet, rollOut, clock } = this;
    const isLast = index >= this.steps.length - 1;
    const serving = isLast ? this.count : this.steps[index]!;
    for (const instance of this.ready.slice(this.served, serving)) fleet.serve(instance);
    this.served = serving;
    // The same portion of the old fleet rests.
    const resting = isLast
      ? this.old.length
      : Math.floor((this.old.length * serving) / Math.max(1, this.count));
    const relieved = this.old.slice(this.relieved, resting);
    this.relieved = resting;
    if (rollOut.keepsOldFleet === false) fleet.remove(relieved, () => undefined);
    else fleet.standBy(relieved);
    if (isLast) this.listener.tookOver();
    const { bakeSeconds = 0, terminationWaitSeconds = 0 } = rollOut;
    const waitSeconds = isLast ? bakeSeconds + terminationWaitSeconds : bakeSeconds;
    if (waitSeconds > 0) clock.schedule(clock.now + waitSeconds, () => this.goOn(index, isLast));
    else this.goOn(index, isLast);
  }

  private goOn(index: number, isLast: boolean): void {
    if (this.isCalledOff) return;
    if (!isLast) {
      this.step(index + 1);
      return;
    }
    if (this.rollOut.keepsOldFleet !== false) this.fleet.remove(this.old, () => undefined);
    this.listener.ended();
  }
}
