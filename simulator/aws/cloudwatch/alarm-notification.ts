import { type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { type AlarmState } from "../../engine/types";
import { ACCOUNT_ID } from "../account";

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

/** The subject and body of the message that CloudWatch publishes to a topic when an alarm changes its state. */
export function alarmNotification(
  alarm: MetricAlarm,
  previousState: AlarmState,
  region: string,
): { readonly subject: string; readonly message: string } {
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
      Trigger: {
        MetricName: alarm.MetricName,
        Namespace: alarm.Namespace,
        StatisticType: "Statistic",
        Statistic: statisticName(alarm.Statistic),
        Unit: alarm.Unit ?? null,
        Dimensions: alarm.Dimensions?.map(({ Name: name, Value: value }) => ({ value, name })),
        Period: alarm.Period,
        EvaluationPeriods: alarm.EvaluationPeriods,
        DatapointsToAlarm: alarm.DatapointsToAlarm,
        ComparisonOperator: alarm.ComparisonOperator,
        Threshold: alarm.Threshold,
        TreatMissingData: alarm.TreatMissingData ?? "missing",
        EvaluateLowSampleCountPercentile: "",
      },
    }),
  };
}

/** ISO 8601 with the offset as CloudWatch writes it here: `2026-01-31T12:00:00.000+0000`. */
function zonedTime(date: Date | undefined): string | undefined {
  return date?.toISOString().replace("Z", "+0000");
}

/** `SampleCount` becomes `SAMPLE_COUNT`. */
function statisticName(statistic: string | undefined): string | undefined {
  return statistic?.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
