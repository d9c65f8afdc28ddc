import { type AlarmState, type TreatMissingData } from "./types";

/** The part of an alarm's definition that decides its state. */
export interface AlarmRule {
  /** N. */
  readonly evaluationPeriods: number;
  /** M. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/** What an evaluation found. */
export interface AlarmDecision {
  readonly state: AlarmState;
  /** Real datapoints that decided, as indexes into the evaluation range, oldest first. */
  readonly used: readonly number[];
}

/**
 * The state of an alarm from the datapoints of its evaluation range, by CloudWatch's missing-data rules.
 *
 * With N or more real datapoints the newest N decide and the setting is ignored. With fewer, `breaching` and
 * `notBreaching` fill as few gaps as make N. With `missing` and `ignore`, M breaching datapoints alarm; any datapoint
 * within the threshold means OK; and if all are breaching but too few, `ignore` keeps the state, while `missing` alarms
 * only if the oldest is at least M periods old: a newer one may still be followed by good data ("premature alarm"), and
 * the state is then as `tooFewBreaching` says.
 * Without any datapoint `missing` is INSUFFICIENT_DATA and `ignore` keeps the state.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 *
 * @param range Oldest first: true is breaching, false is not, null is missing.
 * @param current The state before.
 * @param tooFewBreaching State when all datapoints breach, but too few and too new to alarm.
 */
export function decideAlarmState(
  range: readonly (boolean | null)[],
  rule: AlarmRule,
  current: AlarmState,
  tooFewBreaching: "keep" | "OK" = "keep",
): AlarmDecision {
  const used: number[] = [];
  let breaching = 0;
  let spare = -rule.evaluationPeriods;
  for (const isBreaching of range) if (isBreaching !== null) spare++;
  for (let index = 0; index < range.length; index++) {
    const isBreaching = range[index] ?? null;
    if (isBreaching === null || spare-- > 0) continue;
    used.push(index);
    if (isBreaching) breaching++;
  }
  const alarm = (yes: boolean): AlarmDecision => ({ state: yes ? "ALARM" : "OK", used });

  if (used.length === rule.evaluationPeriods) return alarm(breaching >= rule.datapointsToAlarm);
  switch (rule.treatMissingData) {
    case "breaching":
      return alarm(breaching + rule.evaluationPeriods - used.length >= rule.datapointsToAlarm);
    case "notBreaching":
      return alarm(breaching >= rule.datapointsToAlarm);
    case "missing":
    case "ignore": {
      if (breaching >= rule.datapointsToAlarm) return alarm(true);
      if (breaching < used.length) return alarm(false);
      if (rule.treatMissingData === "ignore") return { state: current, used };
      if (used.length === 0) return { state: "INSUFFICIENT_DATA", used };
      const isOldEnough = range.length - (used[0] ?? 0) >= rule.datapointsToAlarm;
      if (isOldEnough || tooFewBreaching === "OK") return alarm(isOldEnough);
      return { state: current, used };
    }
    default:
      return rule.treatMissingData satisfies never;
  }
}
