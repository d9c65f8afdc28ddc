import {
  type CompositeAlarm as CompositeAlarmView,
  type DescribeAlarmsInput,
  type DescribeAlarmsOutput,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { type Alarm } from "../../engine/alarm-evaluator";
import { type CompositeAlarm } from "../../engine/composite-alarms";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { alarmArn, alarmView, compositeAlarmView } from "./alarm-view";
import { VALIDATION_ERROR } from "./metric-id";

const DEFAULT_PAGE = 50;

const alarmName = z.string().min(1).max(255).optional();

const input = z.object({
  AlarmNames: z.array(z.string().min(1).max(255)).max(100).optional(),
  AlarmNamePrefix: alarmName,
  AlarmTypes: z.array(z.enum(["MetricAlarm", "CompositeAlarm"])).optional(),
  ChildrenOfAlarmName: alarmName,
  ParentsOfAlarmName: alarmName,
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]).optional(),
  ActionPrefix: z.string().min(1).max(1024).optional(),
  MaxRecords: z.number().min(1).max(100).optional(),
});

/** What the answer tells of an alarm of either kind. */
interface Described {
  readonly name: string;
  readonly metric?: MetricAlarm;
  readonly composite?: CompositeAlarmView;
}

/** Alarms by name. Unless their kinds are named, only metric alarms. */
export const describeAlarms: Operation<DescribeAlarmsInput, DescribeAlarmsOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const found = describedAlarms(request, context).sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxRecords ?? DEFAULT_PAGE);
  return {
    MetricAlarms: items.flatMap(({ metric }) => metric ?? []),
    CompositeAlarms: items.flatMap(({ composite }) => composite ?? []),
    NextToken: nextToken,
  };
};

function describedAlarms(request: DescribeAlarmsInput, context: RequestContext): Described[] {
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = request;
  if (parent === undefined && child === undefined) {
    return selectedAlarms(request, context);
  }
  const filters = [
    request.AlarmNames,
    request.AlarmNamePrefix,
    request.AlarmTypes,
    request.StateValue,
    request.ActionPrefix,
  ];
  const isFiltered = filters.some((value) => value !== undefined);
  if (isFiltered || (parent !== undefined && child !== undefined)) {
    throw new AwsError(
      VALIDATION_ERROR,
      `${parent === undefined ? "ParentsOfAlarmName" : "ChildrenOfAlarmName"} cannot be combined with other parameters than MaxRecords and NextToken.`,
      400,
    );
  }
  return parent === undefined ? parentsOf(child ?? "", context) : childrenOf(parent, context);
}

function selectedAlarms(
  request: DescribeAlarmsInput,
  { simulation, aws, region }: RequestContext,
): Described[] {
  const { AlarmNames: names, AlarmNamePrefix: prefix, ActionPrefix: actionPrefix } = request;
  if (names !== undefined && prefix !== undefined) {
    throw new AwsError(
      "InvalidParameterCombination",
      "AlarmNames and AlarmNamePrefix cannot be given together.",
      400,
    );
  }
  const types = request.AlarmTypes ?? [];
  const asksForMetrics = types.length === 0 || types.includes("MetricAlarm");
  const isWanted = (alarm: Alarm | CompositeAlarm): boolean =>
    (names === undefined || names.includes(alarm.name)) &&
    alarm.name.startsWith(prefix ?? "") &&
    (request.StateValue ?? alarm.state) === alarm.state &&
    (actionPrefix === undefined ||
      [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions].some((action) =>
        action.startsWith(actionPrefix),
      ));
  const metricAlarms = asksForMetrics ? simulation.alarms.list().filter(isWanted) : [];
  const composites = types.includes("CompositeAlarm")
    ? simulation.compositeAlarms.list().filter(isWanted)
    : [];
  return [
    ...metricAlarms.map((alarm) => ({ name: alarm.name, metric: alarmView(alarm, aws, region) })),
    ...composites.map((alarm) => ({
      name: alarm.name,
      composite: compositeAlarmView(alarm, aws, region),
    })),
  ];
}

/** Of the alarms in a rule, AWS tells name, ARN and state. */
function childrenOf(parentName: string, { simulation, region }: RequestContext): Described[] {
  const { alarms, compositeAlarms } = simulation;
  const children = compositeAlarms.get(parentName)?.children ?? [];
  return children.flatMap((name) => {
    const composite = compositeAlarms.get(name);
    const alarm = composite ?? alarms.get(name);
    if (alarm === undefined) {
      return [];
    }
    const view = {
      AlarmName: name,
      AlarmArn: alarmArn(name, region),
      StateValue: alarm.state,
      StateUpdatedTimestamp: dateOf(alarm.stateUpdatedAt),
    };
    return composite === undefined ? { name, metric: view } : { name, composite: view };
  });
}

/** Of the alarms whose rules name an alarm, AWS tells name and ARN. */
function parentsOf(childName: string, { simulation, region }: RequestContext): Described[] {
  return simulation.compositeAlarms
    .list()
    .filter(({ children }) => children.includes(childName))
    .map(({ name }) => ({
      name,
      composite: { AlarmName: name, AlarmArn: alarmArn(name, region) },
    }));
}
