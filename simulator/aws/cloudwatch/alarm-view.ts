import {
  type CompositeAlarm as CompositeAlarmView,
  type MetricAlarm,
  type MetricDataQuery,
  type PutMetricAlarmInput,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import { type Alarm } from "../../engine/alarm-evaluator";
import { type CompositeAlarm } from "../../engine/composite-alarms";
import { type AnyStatistic, type MetricQuery, type Statistic } from "../../engine/types";
import { arn } from "../account";
import { type ServiceHost } from "../service-host";
import { dateOf } from "../simulated-date";
import { dimensionsOf } from "./metric-id";
import { CLOUDWATCH } from "./store";

/** The ARN of an alarm. */
export function alarmArn(name: string, region: string): string {
  return arn("cloudwatch", region, `alarm:${name}`);
}

/** An alarm as CloudWatch describes it: the engine's state and definition, with the user's words where there are any. */
export function alarmView(alarm: Alarm, aws: ServiceHost, region: string): MetricAlarm {
  const given = aws.store(CLOUDWATCH, region).alarmDefinitions.get(alarm.name);
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(alarm.name, region),
    AlarmDescription: given?.AlarmDescription ?? scalingPolicyDescription(alarm, aws, region),
    AlarmConfigurationUpdatedTimestamp: dateOf(alarm.configuredAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [...alarm.insufficientDataActions],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateReasonData: reasonDataOf(alarm, aws, region),
    StateUpdatedTimestamp: dateOf(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: dateOf(alarm.stateUpdatedAt),
    ...watchedView(alarm, given),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: given === undefined ? undefined : given.DatapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    TreatMissingData: given?.TreatMissingData,
    EvaluateLowSampleCountPercentile: given?.EvaluateLowSampleCountPercentile,
  };
}

/** What decided the state, for programs: its datapoints, or what came with a state that was set. */
function reasonDataOf(alarm: Alarm, aws: ServiceHost, region: string): string | undefined {
  const { decidedBy, statistic, periodSeconds, threshold } = alarm;
  if (decidedBy === null) {
    return aws.store(CLOUDWATCH, region).givenReasonData.get(alarm.name);
  }
  const oldest = decidedBy.at(-1);
  return JSON.stringify({
    version: "1.0",
    queryDate: zonedTime(dateOf(alarm.stateUpdatedAt)),
    startDate: oldest && zonedTime(dateOf(oldest.periodStart)),
    unit: alarm.metric?.unit,
    statistic: statistic ?? undefined,
    period: periodSeconds,
    recentDatapoints: decidedBy.map(({ value }) => value).toReversed(),
    threshold,
    evaluatedDatapoints: decidedBy.map(({ periodStart, value }) => ({
      timestamp: zonedTime(dateOf(periodStart)),
      value,
    })),
  });
}

/** What the alarm watches: a metric, or the queries of metric math, which have periods of their own. */
function watchedView(
  { metric, statistic, periodSeconds, queries }: Alarm,
  given: PutMetricAlarmInput | undefined,
): Partial<MetricAlarm> {
  if (metric === null) {
    return { Metrics: given?.Metrics ?? queries?.map(queryView) };
  }
  const isSimple = statistic !== null && isSimpleStatistic(statistic);
  return {
    MetricName: metric.name,
    Namespace: metric.namespace,
    Statistic: isSimple ? statistic : undefined,
    ExtendedStatistic: isSimple ? undefined : (statistic ?? undefined),
    Dimensions: given?.Dimensions ?? dimensionsOf(metric),
    Period: periodSeconds,
    Unit: metric.unit as StandardUnit | undefined,
  };
}

/** A query of an alarm that Application Auto Scaling made. */
function queryView({ id, label, returnData, source }: MetricQuery): MetricDataQuery {
  const shared = { Id: id, Label: label ?? undefined, ReturnData: returnData };
  return source.kind === "expression"
    ? { ...shared, Expression: source.expression }
    : {
        ...shared,
        MetricStat: {
          Metric: {
            Namespace: source.metric.namespace,
            MetricName: source.metric.name,
            Dimensions: dimensionsOf(source.metric),
          },
          Period: source.periodSeconds,
          Stat: source.statistic,
          Unit: source.metric.unit as StandardUnit | undefined,
        },
      };
}

function isSimpleStatistic(statistic: AnyStatistic): statistic is Statistic {
  return !/^(p|tm)\d/.test(statistic);
}

const suppressionReasons = {
  WaitPeriod: "Actions suppressed by WaitPeriod",
  ExtensionPeriod: "Actions suppressed by ExtensionPeriod",
  Alarm: "Actions suppressed by Alarm",
} as const;

/** A composite alarm as CloudWatch describes it. */
export function compositeAlarmView(
  alarm: CompositeAlarm,
  aws: ServiceHost,
  region: string,
): CompositeAlarmView {
  const given = aws.store(CLOUDWATCH, region).compositeDefinitions.get(alarm.name);
  const { trigger, suppressedBy } = alarm;
  const triggering = trigger && {
    arn: alarmArn(trigger.alarmName, region),
    state: { value: trigger.state, timestamp: zonedTime(dateOf(trigger.atSeconds)) },
  };
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(alarm.name, region),
    AlarmDescription: given?.AlarmDescription,
    AlarmConfigurationUpdatedTimestamp: dateOf(alarm.configuredAt),
    AlarmRule: alarm.rule,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [...alarm.insufficientDataActions],
    StateValue: alarm.state,
    StateReason:
      alarm.stateReason ??
      (trigger === null
        ? "The alarm rule does not refer to an alarm."
        : `${alarmArn(trigger.alarmName, region)} transitioned to ${trigger.state} at ${longTime(dateOf(trigger.atSeconds))}`),
    StateReasonData:
      alarm.stateReason === null
        ? (triggering ?? undefined) && JSON.stringify({ triggeringAlarms: [triggering] })
        : aws.store(CLOUDWATCH, region).givenReasonData.get(alarm.name),
    StateUpdatedTimestamp: dateOf(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: dateOf(alarm.stateUpdatedAt),
    ActionsSuppressedBy: suppressedBy ?? undefined,
    ActionsSuppressedReason: suppressedBy === null ? undefined : suppressionReasons[suppressedBy],
    ActionsSuppressor: given?.ActionsSuppressor,
    ActionsSuppressorWaitPeriod: given?.ActionsSuppressorWaitPeriod,
    ActionsSuppressorExtensionPeriod: given?.ActionsSuppressorExtensionPeriod,
  };
}

/** ISO 8601 with the offset as CloudWatch writes it in messages: `2026-01-31T12:00:00.000+0000`. */
export function zonedTime(date: Date | undefined): string | undefined {
  return date?.toISOString().replace("Z", "+0000");
}

/** `Friday 04 August, 2023 12:54:46 UTC`. */
function longTime(date: Date): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    date.toLocaleString("en-US", { timeZone: "UTC", ...options });
  const day = `${part({ weekday: "long" })} ${part({ day: "2-digit" })} ${part({ month: "long" })}`;
  return `${day}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`;
}

/** Application Auto Scaling's own alarms say whose they are. */
function scalingPolicyDescription(
  { name }: Alarm,
  aws: ServiceHost,
  region: string,
): string | undefined {
  const owner = aws
    .simulation(region)
    .autoscaling.policies()
    .find(({ alarmNames }) => alarmNames.includes(name));
  return owner && `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${owner.arn}.`;
}
