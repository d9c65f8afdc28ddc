import { type z } from "zod";

import { listOf, named, wholeNumberIn } from "../sagemaker/checks";
import { limits } from "../sagemaker/limits";
import { defaultThresholds, topiclessProblem } from "../sagemaker/monitoring-alarms";
import * as names from "../sagemaker/resource-names";
import { flag, number, optionalList, optionalText } from "./fields";

/** The keys of dashboard and alarms; `MonitoringDashboardArgs` explains each. */
export const monitoringSettings = {
  dashboardName: optionalText(named(names.dashboardNameRule)),
  oldestRequestAlarmSeconds: number(
    defaultThresholds.oldestRequestAlarmSeconds,
    wholeNumberIn(limits.requestTtlSeconds),
  ),
  coldStartAlarmSeconds: number(
    defaultThresholds.coldStartAlarmSeconds,
    wholeNumberIn(limits.coldStartAlarmSeconds),
  ),
  pinnedAlarmSeconds: number(
    defaultThresholds.pinnedAlarmSeconds,
    wholeNumberIn(limits.idleSeconds),
  ),
  createAlarmTopic: flag(true),
  alarmEmails: optionalList(listOf(named(names.emailRule))),
  alarmUrls: optionalList(listOf(named(names.httpsUrlRule))),
  alarmActionArns: optionalList(listOf(named(names.alarmActionArnRule))),
  maintenance: flag(false),
};

export type MonitoringSettings = z.output<z.ZodObject<typeof monitoringSettings>>;

/** What does not fit together among the settings that are right by themselves. */
export function monitoringProblems(
  settings: Partial<MonitoringSettings>,
  qualified: (key: keyof MonitoringSettings) => string,
): { key: string; reason: string }[] {
  if (settings.createAlarmTopic !== false) return [];
  return (["alarmEmails", "alarmUrls"] as const)
    .filter((key) => settings[key] !== undefined)
    .map((key) => ({
      key: qualified(key),
      reason: topiclessProblem(
        `\`${qualified("createAlarmTopic")}\``,
        `\`${qualified("alarmActionArns")}\``,
      ),
    }));
}
