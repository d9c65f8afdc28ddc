import { type Instance, type InstanceConfig } from "./instance";
import { type InstanceFleet } from "./instance-fleet";

/** Instances that are added to a fleet, each of which serves as soon as it is ready. */
export class FleetGrowth {
  private readonly launched: readonly Instance[];

  /**
   * @param from instances that were asked for before
   * @param count instances to add, 1 or more
   * @param whenServing called when the last of them serves
   * @param whenUnhealthy called when one of them has not passed its health check in time
   */
  constructor(
    private readonly fleet: InstanceFleet,
    config: InstanceConfig,
    readonly from: number,
    count: number,
    whenServing: () => void,
    whenUnhealthy: () => void,
  ) {
    let left = count;
    const whenReady = (instance: Instance): void => {
      fleet.serve(instance);
      if (--left === 0) whenServing();
    };
    this.launched = fleet.launch(config, count, whenReady, whenUnhealthy);
  }

  /** All of them go, those that serve as well as those that do not yet; then `whenGone` is called. */
  takeBack(whenGone: () => void): void {
    this.fleet.letGo(this.launched, whenGone);
  }
}
