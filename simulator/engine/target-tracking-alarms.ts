import { targetTrackingAlarms } from "../../sagemaker/scaling";
import { type AlarmDefinition, type TargetTrackingConfiguration } from "./types";

/** `createdBy` and the alarm's UUID are the policy's and the alarm's own; they make the names unique. */
export interface TargetTrackingAlarmIds {
  readonly createdBy: string;
  readonly high: string;
  readonly low: string;
}

/**
 * The alarms that Application Auto Scaling makes for a target-tracking policy, named and shaped as AWS's: AlarmHigh, and
 * AlarmLow unless scale-in is disabled.
 */
export function alarmsOfTargetTracking(
  resourceId: string,
  policyArn: string,
  configuration: TargetTrackingConfiguration,
  ids: TargetTrackingAlarmIds,
): AlarmDefinition[] {
  const { periodSeconds, highEvaluationPeriods, lowEvaluationPeriods, lowThresholdRatio } =
    targetTrackingAlarms;
  const shared = {
    metric: configuration.metric,
    statistic: configuration.statistic,
    queries: configuration.queries,
    periodSeconds,
    treatMissingData: "missing",
    actionsEnabled: true,
    alarmActions: [`${policyArn}:createdBy/${ids.createdBy}`],
    okActions: [],
    insufficientDataActions: [],
  } as const;
  const high: AlarmDefinition = {
    ...shared,
    name: `TargetTracking-${resourceId}-AlarmHigh-${ids.high}`,
    evaluationPeriods: highEvaluationPeriods,
    datapointsToAlarm: highEvaluationPeriods,
    threshold: configuration.targetValue,
    comparisonOperator: "GreaterThanThreshold",
  };
  if (configuration.disableScaleIn) return [high];
  const low: AlarmDefinition = {
    ...shared,
    name: `TargetTracking-${resourceId}-AlarmLow-${ids.low}`,
    evaluationPeriods: lowEvaluationPeriods,
    datapointsToAlarm: lowEvaluationPeriods,
    // Rounded as the price of a decimal threshold: 0.9 × 5 is 4.5, 0.9 × 7 not 6.300000000000001.
    threshold: Number((configuration.targetValue * lowThresholdRatio).toPrecision(12)),
    comparisonOperator: "LessThanThreshold",
  };
  return [high, low];
}
