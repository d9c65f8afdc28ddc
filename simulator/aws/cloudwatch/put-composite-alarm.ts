import { type PutCompositeAlarmInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { alarmNameOf, parseAlarmRule } from "../../engine/alarm-rule";
import { type CompositeAlarmDefinition } from "../../engine/types";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { alarmArn } from "./alarm-view";
import { VALIDATION_ERROR } from "./metric-id";
import { withExpressionErrors } from "./metric-queries";
import { CLOUDWATCH } from "./store";

const actions = z.array(z.string().min(1).max(1024)).max(5).optional();

const input = z.object({
  AlarmName: z.string().min(1).max(255),
  AlarmRule: z.string().min(1).max(10_240),
  AlarmDescription: z.string().max(1024).optional(),
  AlarmActions: actions,
  OKActions: actions,
  InsufficientDataActions: actions,
  ActionsSuppressor: z.string().min(1).max(1600).optional(),
  ActionsSuppressorWaitPeriod: z.number().min(0).optional(),
  ActionsSuppressorExtensionPeriod: z.number().min(0).optional(),
});

/** Creates an alarm on other alarms, or replaces the definition of one. */
export const putCompositeAlarm: Operation<PutCompositeAlarmInput, void> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const { alarms, compositeAlarms } = context.simulation;
  const definition = definitionOf(request);
  const { name } = definition;
  if (alarms.get(name) !== undefined) {
    throw invalid(`The alarm ${name} exists already as a metric alarm.`);
  }
  const { children } = withExpressionErrors(() => parseAlarmRule(definition.rule));
  requireAlarms(children, definition, context);

  const store = context.aws.store(CLOUDWATCH, context.region);
  const isNew = compositeAlarms.get(name) === undefined;
  store.compositeDefinitions.set(name, request);
  store.addHistory(
    name,
    "ConfigurationUpdate",
    `Alarm "${name}" ${isNew ? "created" : "updated"}`,
    { type: isNew ? "Create" : "Update" },
    context.now,
    "CompositeAlarm",
  );
  if (isNew) {
    store.tags.put(alarmArn(name, context.region), request.Tags);
  }
  compositeAlarms.put(definition);
};

function definitionOf(request: PutCompositeAlarmInput): CompositeAlarmDefinition {
  const {
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: waitSeconds,
    ActionsSuppressorExtensionPeriod: extensionSeconds,
  } = request;
  if (suppressor !== undefined && (waitSeconds === undefined || extensionSeconds === undefined)) {
    throw invalid(
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required when ActionsSuppressor is specified.",
    );
  }
  return {
    name: request.AlarmName ?? "",
    rule: request.AlarmRule ?? "",
    actionsEnabled: request.ActionsEnabled ?? true,
    alarmActions: request.AlarmActions ?? [],
    okActions: request.OKActions ?? [],
    insufficientDataActions: request.InsufficientDataActions ?? [],
    suppressor:
      suppressor === undefined
        ? null
        : {
            alarmName: alarmNameOf(suppressor),
            waitSeconds: waitSeconds ?? 0,
            extensionSeconds: extensionSeconds ?? 0,
          },
  };
}

function requireAlarms(
  children: readonly string[],
  { name, suppressor }: CompositeAlarmDefinition,
  { simulation }: RequestContext,
): void {
  const { compositeAlarms } = simulation;
  const isThere = (alarmName: string): boolean =>
    alarmName === name || compositeAlarms.stateOf(alarmName) !== undefined;
  const missing = children.filter((child) => !isThere(child));
  if (missing.length > 0) {
    throw invalid(
      `Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`,
    );
  }
  if (suppressor !== null && !isThere(suppressor.alarmName)) {
    throw invalid(
      `Could not save the composite alarm as the actions suppressor ${suppressor.alarmName} does not exist`,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION_ERROR, message, 400);
}
