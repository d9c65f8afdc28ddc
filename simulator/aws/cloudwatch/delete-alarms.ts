import { type DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { alarmArn } from "./alarm-view";
import { VALIDATION_ERROR } from "./metric-id";
import { CLOUDWATCH } from "./store";

const input = z.object({ AlarmNames: z.array(z.string().min(1).max(255)).max(100) });

/**
 * Deletes the alarms that exist; other names are ignored. All stay when one of them cannot go: an alarm that the rule of
 * a composite alarm names, or more than one composite alarm at a time.
 */
export const deleteAlarms: Operation<DeleteAlarmsInput, void> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const { alarms, compositeAlarms } = context.simulation;
  const names = request.AlarmNames ?? [];
  refuse(names, context);
  const store = context.aws.store(CLOUDWATCH, context.region);
  for (const name of names) {
    const isComposite = compositeAlarms.get(name) !== undefined;
    if (isComposite || alarms.get(name) !== undefined) {
      alarms.delete(name);
      compositeAlarms.delete(name);
      store.alarmDefinitions.delete(name);
      store.compositeDefinitions.delete(name);
      store.previousStates.delete(name);
      store.presentStates.delete(name);
      store.givenReasonData.delete(name);
      store.tags.drop(alarmArn(name, context.region));
      store.addHistory(
        name,
        "ConfigurationUpdate",
        `Alarm "${name}" deleted`,
        { type: "Delete" },
        context.now,
        isComposite ? "CompositeAlarm" : "MetricAlarm",
      );
    }
  }
};

function refuse(names: readonly string[], { simulation }: RequestContext): void {
  const { compositeAlarms } = simulation;
  if (names.filter((name) => compositeAlarms.get(name) !== undefined).length > 1) {
    throw new AwsError(
      VALIDATION_ERROR,
      "A request to delete alarms can contain at most one composite alarm.",
      400,
    );
  }
  const needed = names.find((name) =>
    compositeAlarms.list().some(({ children }) => children.includes(name)),
  );
  if (needed !== undefined) {
    throw new AwsError(
      VALIDATION_ERROR,
      `Cannot delete ${needed} as there are composite alarm(s) depending on it.`,
      400,
    );
  }
}
