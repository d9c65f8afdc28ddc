import { type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { type Alarm } from "../../engine/alarm-evaluator";
import { arn } from "../account";
import { type LocalAws } from "../local-aws";
import { dateOf } from "../simulated-date";
import { dimensionsOf } from "./metric-id";
import { CLOUDWATCH } from "./store";

/** The ARN of an alarm. */
export function alarmArn(name: string, region: string): string {
  return arn("cloudwatch", region, `alarm:${name}`);
}

/** An alarm as CloudWatch describes it: the engine's state and definition, with the user's words where there are any. */
export function alarmView(alarm: Alarm, aws: LocalAws, region: string): MetricAlarm {
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
    StateUpdatedTimestamp: dateOf(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: dateOf(alarm.stateUpdatedAt),
    MetricName: alarm.metric.name,
    Namespace: alarm.metric.namespace,
    Statistic: alarm.statistic,
    Dimensions: given?.Dimensions ?? dimensionsOf(alarm.metric),
    Period: alarm.periodSeconds,
    Unit: given?.Unit,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: given === undefined ? undefined : given.DatapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    TreatMissingData: given?.TreatMissingData,
  };
}

/** Application Auto Scaling's own alarms say whose they are. */
function scalingPolicyDescription(
  { name }: Alarm,
  aws: LocalAws,
  region: string,
): string | undefined {
  const owner = aws
    .simulation(region)
    .autoscaling.policies()
    .find(({ alarmNames }) => alarmNames.includes(name));
  return owner && `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${owner.arn}.`;
}
