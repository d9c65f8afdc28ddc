import { type Instance } from "./instance";
import { type SimulationClock } from "./simulation-clock";

/** The bill of a fleet: instance-seconds, from when `platform.billFrom` says until each instance is gone. */
export class InstanceBill {
  private running = 0;
  private seconds = 0;
  private countedUntil: number;

  constructor(private readonly clock: SimulationClock) {
    this.countedUntil = clock.now;
  }

  /** Instance-seconds up to now. */
  get instanceSeconds(): number {
    return this.seconds + this.running * (this.clock.now - this.countedUntil);
  }

  /** An instance costs from now on. One that does already is left alone. */
  start(instance: Instance): void {
    if (!Number.isNaN(instance.billedFrom)) return;
    instance.billedFrom = this.clock.now;
    this.count(1);
  }

  /** An instance costs no more. One that never served has no bill where that starts with the service. */
  end({ billedFrom }: Instance): void {
    if (Number.isNaN(billedFrom)) return;
    this.count(-1);
    const billed = this.clock.now - billedFrom;
    this.seconds += Math.max(0, this.clock.platform.billMinimumSeconds - billed);
  }

  private count(change: number): void {
    this.seconds = this.instanceSeconds;
    this.countedUntil = this.clock.now;
    this.running += change;
  }
}
