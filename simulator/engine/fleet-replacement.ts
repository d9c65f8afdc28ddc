import { type Instance, type InstanceConfig, type InstanceFleet } from "./instance-fleet";
import { type SimulationClock } from "./simulation-clock";

/** What a fleet is made from. */
export interface FleetPlan {
  readonly config: InstanceConfig;
  readonly instanceType: string;
  readonly count: number;
}

/** A whole fleet that launches beside the one that serves, and takes its place once all of it is ready. */
export class FleetReplacement {
  private readonly ready: Instance[] = [];
  private readonly launched: readonly Instance[];
  private isCalledOff = false;
  private hasTakenOverFlag = false;

  /**
   * @param takeOver called once, with all of the new instances, when the last of them is ready
   * @param whenUnhealthy called when one of them has not passed its health check in time
   */
  constructor(
    private readonly fleet: InstanceFleet,
    clock: SimulationClock,
    { config, count }: FleetPlan,
    takeOver: (ready: readonly Instance[]) => void,
    whenUnhealthy: () => void,
  ) {
    const end = (): void => {
      if (this.isCalledOff) return;
      this.hasTakenOverFlag = true;
      takeOver(this.ready);
    };
    if (count === 0) clock.schedule(clock.now, end);
    const whenReady = (instance: Instance): void => {
      this.ready.push(instance);
      if (this.ready.length === count) end();
    };
    this.launched = fleet.launch(config, count, whenReady, whenUnhealthy);
  }

  get hasTakenOver(): boolean {
    return this.hasTakenOverFlag;
  }

  /** Gives up before it has taken over: its instances go away, ready or not. */
  callOff(): void {
    this.isCalledOff = true;
    for (const instance of this.launched) this.fleet.discard(instance, () => undefined);
  }
}
