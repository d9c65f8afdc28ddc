import { type RequestContext } from "../operation";
import { CLOUDWATCH } from "./store";

/** Lets the actions of alarms run, or not; names without an alarm are ignored. */
export function switchAlarmActions(
  names: readonly string[],
  actionsEnabled: boolean,
  { aws, region, simulation }: RequestContext,
): void {
  const { alarmDefinitions } = aws.store(CLOUDWATCH, region);
  for (const name of names) {
    const alarm = simulation.alarms.get(name);
    if (alarm !== undefined) {
      simulation.alarms.put({ ...alarm, actionsEnabled });
      const given = alarmDefinitions.get(name);
      if (given !== undefined) {
        alarmDefinitions.set(name, { ...given, ActionsEnabled: actionsEnabled });
      }
    }
  }
}
