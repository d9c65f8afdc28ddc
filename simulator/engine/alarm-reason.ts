import { type AlarmDefinition, type AlarmState, type ComparisonOperator } from "./types";

/** A datapoint that decided an alarm's state. */
export interface ReasonDatapoint {
  readonly periodStart: number;
  readonly value: number;
}

/** `StateReason` of an alarm that was never evaluated. */
export const initialAlarmReason = "Unchecked: Initial alarm creation";

const relations: Record<ComparisonOperator, string> = {
  GreaterThanThreshold: "greater than",
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

/**
 * `StateReason` in CloudWatch's words.
 *
 * @param state The state that was decided.
 * @param points The datapoints that decided it, newest first.
 */
export function alarmReason(
  definition: AlarmDefinition,
  state: AlarmState,
  points: readonly ReasonDatapoint[],
): string {
  if (state === "INSUFFICIENT_DATA" || points.length === 0) {
    const periods = definition.evaluationPeriods;
    const treated =
      state === "INSUFFICIENT_DATA"
        ? "unknown"
        : `missing and treated as ${definition.treatMissingData}`;
    return `Insufficient Data: ${counted(periods)} ${periods === 1 ? "was" : "were"} ${treated}.`;
  }
  const listed = points.map(({ value, periodStart }) => `${decimal(value)} (${date(periodStart)})`);
  const relation = `${points.length === 1 ? "was" : "were"} ${state === "ALARM" ? "" : "not "}${
    relations[definition.comparisonOperator]
  } the threshold (${decimal(definition.threshold)})`;
  const { datapointsToAlarm, evaluationPeriods } = definition;
  if (datapointsToAlarm === evaluationPeriods && state === "OK") {
    return `Threshold Crossed: ${counted(points.length)} [${listed.join(", ")}] ${relation}.`;
  }
  return (
    `Threshold Crossed: ${points.length} out of the last ${counted(evaluationPeriods)} ` +
    `[${listed.join(", ")}] ${relation} (minimum ${counted(datapointsToAlarm)} for ` +
    `${state === "ALARM" ? "OK -> ALARM" : "ALARM -> OK"} transition).`
  );
}

function counted(datapoints: number): string {
  return `${datapoints} datapoint${datapoints === 1 ? "" : "s"}`;
}

/** As Java prints a double: always with a decimal point. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `dd/MM/yy HH:mm:ss` in UTC. */
function date(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}
