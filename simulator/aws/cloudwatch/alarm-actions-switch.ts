import { type RequestContext } from "../operation";
import { CLOUDWATCH } from "./store";

/** Lets the actions of alarms run, or not; names without an alarm are ignored. */
export function switchAlarmActions(
  names: readonly string[],
  actionsEnabled: boolean,
  { aws, region, simulation }: RequestContext,
): void {
  const { alarmDefinitions, compositeDefinitions } = aws.store(CLOUDWATCH, region);
  const { alarms, compositeAlarms } = simulation;
  for (const name of names) {
    const alarm = alarms.get(name);
    const composite = compositeAlarms.get(name);
    if (alarm !== undefined) {
      alarms.put({ ...alarm, actionsEnabled });
      const given = alarmDefinitions.get(name);
      if (given !== undefined) {
        alarmDefinitions.set(name, { ...given, ActionsEnabled: actionsEnabled });
      }
    } else if (composite !== undefined) {
      compositeAlarms.put({ ...composite, actionsEnabled });
      const given = compositeDefinitions.get(name);
      if (given !== undefined) {
        compositeDefinitions.set(name, { ...given, ActionsEnabled: actionsEnabled });
      }
    }
  }
}
