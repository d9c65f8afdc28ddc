import {
  type CompositeAlarm,
  type MetricAlarm,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { type AlarmState } from "../../engine/types";
import { ACCOUNT_ID } from "../account";
import { zonedTime } from "./alarm-view";

/** Regions as notifications name them; others appear by their codes. */
const regionNames: Readonly<Record<string, string>> = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "EU (Frankfurt)",
  "eu-north-1": "EU (Stockholm)",
  "eu-west-1": "EU (Ireland)",
  "eu-west-2": "EU (London)",
  "eu-west-3": "EU (Paris)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "sa-east-1": "South America (Sao Paulo)",
};

/** The subject and body of a message to a topic. */
export interface AlarmMessage {
  readonly subject: string;
  readonly message: string;
}

/** The message that CloudWatch publishes to a topic when an alarm on a metric changes its state. */
export function alarmNotification(
  alarm: MetricAlarm,
  previousState: AlarmState,
  region: string,
): AlarmMessage {
  return messageOf(alarm, previousState, region, { Trigger: triggerOf(alarm) });
}

/** The message about a composite alarm; it names the alarm that gave it its state. */
export function compositeAlarmNotification(
  alarm: CompositeAlarm,
  previousState: AlarmState,
  region: string,
  triggering: { readonly arn: string; readonly state: AlarmState; readonly at: Date } | null,
): AlarmMessage {
  return messageOf(alarm, previousState, region, {
    AlarmRule: alarm.AlarmRule,
    TriggeringChildren:
      triggering === null
        ? []
        : [
            {
              Arn: triggering.arn,
              State: { Value: triggering.state, Timestamp: zonedTime(triggering.at) },
            },
          ],
  });
}

function messageOf(
  alarm: MetricAlarm | CompositeAlarm,
  previousState: AlarmState,
  region: string,
  details: object,
): AlarmMessage {
  const regionName = regionNames[region] ?? region;
  return {
    subject: `${alarm.StateValue}: "${alarm.AlarmName}" in ${regionName}`,
    message: JSON.stringify({
      AlarmName: alarm.AlarmName,
      AlarmDescription: alarm.AlarmDescription ?? null,
      AWSAccountId: ACCOUNT_ID,
      AlarmConfigurationUpdatedTimestamp: zonedTime(alarm.AlarmConfigurationUpdatedTimestamp),
      NewStateValue: alarm.StateValue,
      NewStateReason: alarm.StateReason,
      StateChangeTime: zonedTime(alarm.StateUpdatedTimestamp),
      Region: regionName,
      AlarmArn: alarm.AlarmArn,
      OldStateValue: previousState,
      OKActions: alarm.OKActions,
      AlarmActions: alarm.AlarmActions,
      InsufficientDataActions: alarm.InsufficientDataActions,
      ...details,
    }),
  };
}

function triggerOf(alarm: MetricAlarm): object {
  const evaluation = {
    Period: alarm.Period,
    EvaluationPeriods: alarm.EvaluationPeriods,
    DatapointsToAlarm: alarm.DatapointsToAlarm,
    ComparisonOperator: alarm.ComparisonOperator,
    Threshold: alarm.Threshold,
    TreatMissingData: alarm.TreatMissingData ?? "missing",
    EvaluateLowSampleCountPercentile: alarm.EvaluateLowSampleCountPercentile ?? "",
  };
  if (alarm.Metrics !== undefined) {
    return { ...evaluation, Metrics: alarm.Metrics.map(queryOf) };
  }
  const statistic =
    alarm.ExtendedStatistic === undefined
      ? { StatisticType: "Statistic", Statistic: statisticName(alarm.Statistic) }
      : { StatisticType: "ExtendedStatistic", ExtendedStatistic: alarm.ExtendedStatistic };
  return {
    MetricName: alarm.MetricName,
    Namespace: alarm.Namespace,
    ...statistic,
    Unit: alarm.Unit ?? null,
    Dimensions: alarm.Dimensions?.map(({ Name: name, Value: value }) => ({ value, name })),
    ...evaluation,
  };
}

function queryOf(query: MetricDataQuery): object {
  const { MetricStat: stat } = query;
  if (stat === undefined) {
    return query;
  }
  const dimensions = stat.Metric?.Dimensions ?? [];
  return {
    ...query,
    MetricStat: {
      ...stat,
      Metric: {
        ...stat.Metric,
        Dimensions: dimensions.map(({ Name: name, Value: value }) => ({ value, name })),
      },
    },
  };
}

/** `SampleCount` becomes `SAMPLE_COUNT`. */
function statisticName(statistic: string | undefined): string | undefined {
  return statistic?.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
