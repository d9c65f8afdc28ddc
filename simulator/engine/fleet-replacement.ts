import { type Instance, type InstanceConfig } from "./instance";
import { type InstanceFleet } from "./instance-fleet";
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
   * True, the default: the whole new fleet is launched before the first step, and the old instances stand by until the end,
   * so that they can take the work back at once. False: the new ones of a step are launched for it, and the old ones that
   * they replace go.
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

/** A fleet that launches beside the one that serves, at once or by batches, and takes its work step by step. */
export class FleetReplacement {
  private readonly ready: Instance[] = [];
  private readonly launched: Instance[] = [];
  private readonly count: number;
  private readonly steps: readonly number[];
  /** What it replaces, as it was at the first step; those that have given up their work come first. */
  private old: readonly Instance[] | undefined;
  private relieved = 0;
  private served = 0;
  private isCalledOff = false;

  constructor(
    private readonly fleet: InstanceFleet,
    private readonly clock: SimulationClock,
    private readonly plan: FleetPlan,
    private readonly rollOut: RollOut,
    private readonly listener: ReplacementListener,
  ) {
    this.count = plan.count;
    this.steps = [
      ...(rollOut.stepInstances ?? []).filter((count) => count < plan.count),
      plan.count,
    ];
    this.prepare(0);
  }

  /** Whether the old fleet, or a part of it, is gone. */
  get hasRemovedOld(): boolean {
    return this.rollOut.keepsOldFleet === false && this.relieved > 0;
  }

  /** Gives up: the old instances that stand by have the work again, the new ones go, ready or not. */
  callOff(whenGone: () => void): void {
    this.isCalledOff = true;
    for (const instance of this.old ?? []) {
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

  /** Launches what a step needs, and takes the step once all of it is ready. */
  private prepare(index: number): void {
    const { fleet, clock, listener, launched, plan } = this;
    const needed = this.rollOut.keepsOldFleet === false ? this.steps[index]! : this.count;
    const missing = needed - launched.length;
    if (missing === 0) {
      clock.schedule(clock.now, () => this.step(index));
      return;
    }
    const whenReady = (instance: Instance): void => {
      this.ready.push(instance);
      if (this.ready.length === needed) this.step(index);
    };
    launched.push(
      ...fleet.launch(plan.config, missing, whenReady, () => listener.becameUnhealthy()),
    );
  }

  private step(index: number): void {
    if (this.isCalledOff) return;
    const { fleet, rollOut, clock } = this;
    const old = (this.old ??= [...fleet.recovering, ...fleet.serving]);
    const isLast = index === this.steps.length - 1;
    const serving = this.steps[index]!;
    // The same portion of the old fleet rests, and does so first: the fleet is never counted as larger than it is.
    const resting = isLast
      ? old.length
      : Math.floor((old.length * serving) / Math.max(1, this.count));
    const relieved = old.slice(this.relieved, resting);
    this.relieved = resting;
    if (rollOut.keepsOldFleet === false) fleet.remove(relieved, () => undefined);
    else fleet.standBy(relieved);
    for (const instance of this.ready.slice(this.served, serving)) fleet.serve(instance);
    this.served = serving;
    if (isLast) this.listener.tookOver();
    const { bakeSeconds = 0, terminationWaitSeconds = 0 } = rollOut;
    const waitSeconds = isLast ? bakeSeconds + terminationWaitSeconds : bakeSeconds;
    if (waitSeconds > 0) clock.schedule(clock.now + waitSeconds, () => this.goOn(index, isLast));
    else this.goOn(index, isLast);
  }

  private goOn(index: number, isLast: boolean): void {
    if (this.isCalledOff) return;
    if (!isLast) {
      this.prepare(index + 1);
      return;
    }
    if (this.rollOut.keepsOldFleet !== false) this.fleet.remove(this.old ?? [], () => undefined);
    this.listener.ended();
  }
}
