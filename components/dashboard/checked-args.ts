import { type Check, listOf, named, positiveNumber, wholeNumberIn } from "../../sagemaker/checks";
import { instanceTypeProblem } from "../../sagemaker/instance-types";
import { limits, sageMakerName } from "../../sagemaker/limits";
import { defaultThresholds, topiclessProblem } from "../../sagemaker/monitoring-alarms";
import * as names from "../../sagemaker/resource-names";
import { type MonitoringDashboardArgs } from "../monitoring-dashboard-args";
import { checkedInputs, ifWritten, withDefaults } from "../validation";

const defaults = {
  ...defaultThresholds,
  createAlarmTopic: true,
  createKey: true,
  maintenance: false,
};

/** The arguments with their defaults, each within its range. */
export type CheckedArgs = ReturnType<typeof checkedArgs>;

/** @throws InputPropertiesError naming every argument that is out of its range. */
export function checkedArgs(name: string, args: MonitoringDashboardArgs) {
  const complete = withDefaults(defaults, args);
  return checkedInputs(
    `MonitoringDashboard "${name}"`,
    complete,
    {
      endpointName: ifWritten(args.endpointName, named(sageMakerName)),
      variantName: ifWritten(args.variantName, named(sageMakerName)),
      targetBacklogPerInstance: positiveNumber("requests"),
      maxCapacity: wholeNumberIn(limits.maxCapacity),
      instanceType: instanceTypeProblem,
      oldestRequestAlarmSeconds: wholeNumberIn(limits.requestTtlSeconds),
      coldStartAlarmSeconds: wholeNumberIn(limits.coldStartAlarmSeconds),
      pinnedAlarmSeconds: wholeNumberIn(limits.idleSeconds),
      deadLetterQueueNames: keysAreLabels,
      alarmEmails: listOf(named(names.emailRule)),
      alarmUrls: listOf(named(names.httpsUrlRule)),
      kmsKeyArn: ifWritten(args.kmsKeyArn, named(names.keyArnRule)),
      dashboardName: named(names.dashboardNameRule),
    },
    [],
    complete.createAlarmTopic ? [] : withoutTopic(args),
  );
}

/** What hears of alarms over a topic hears nothing without one. */
function withoutTopic(args: MonitoringDashboardArgs) {
  const reason = topiclessProblem("`createAlarmTopic`", "`alarmActionArns`");
  return (["alarmEmails", "alarmUrls"] as const)
    .filter((propertyPath) => args[propertyPath] !== undefined)
    .map((propertyPath) => ({ propertyPath, reason }));
}

/** The keys end the names of alarms. */
const keysAreLabels: Check<Readonly<Record<string, unknown>>> = (queues) => {
  const wrong = Object.keys(queues).find((key) => !sageMakerName.pattern.test(key));
  return wrong === undefined
    ? undefined
    : `has the key ${JSON.stringify(wrong)}; a key must be ${sageMakerName.description}`;
};
