import { type DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { alarmArn } from "./alarm-view";
import { CLOUDWATCH } from "./store";

/** Deletes the alarms that exist; other names are ignored. */
export const deleteAlarms: Operation<DeleteAlarmsInput, void> = (request, context) => {
  const store = context.aws.store(CLOUDWATCH, context.region);
  for (const name of request.AlarmNames ?? []) {
    if (context.simulation.alarms.get(name) !== undefined) {
      context.simulation.alarms.delete(name);
      store.alarmDefinitions.delete(name);
      store.previousStates.delete(name);
      store.tags.drop(alarmArn(name, context.region));
      const summary = `Alarm "${name}" deleted`;
      store.addHistory(name, "ConfigurationUpdate", summary, { type: "Delete" }, context.now);
    }
  }
};
