import { type AsyncMetricKey } from "./metrics";

/** Statistics that our alarms read. */
export type AlarmStatistic = "Average" | "Maximum" | "SampleCount" | "Sum";

/** One metric of an alarm on metric math, by the id that the expression calls it by. */
export interface MathTerm {
  readonly id: string;
  readonly metric: AsyncMetricKey;
  readonly statistic: AlarmStatistic;
}

/** What an alarm watches: one metric, or an expression over several. */
export type AlarmSubject =
  | { readonly kind: "metric"; readonly metric: AsyncMetricKey; readonly statistic: AlarmStatistic }
  | { readonly kind: "math"; readonly terms: readonly MathTerm[]; readonly expression: string };

/** An alarm of one-minute periods. */
export interface MinuteAlarm {
  readonly subject: AlarmSubject;
  readonly evaluationPeriods: number;
  /** How many of them must breach; all when omitted. */
  readonly datapointsToAlarm?: number;
  readonly threshold: number;
  readonly comparisonOperator:
    "GreaterThanOrEqualToThreshold" | "GreaterThanThreshold" | "LessThanThreshold";
  readonly treatMissingData: "missing" | "notBreaching";
}

/** Seconds of a period: what SageMaker publishes. */
export const alarmPeriodSeconds = 60;

/**
 * Goes off when failures of a kind have been that many in any minute of the last five.
 *
 * Metrics come up to three minutes late and several at a time, and an alarm that looks at the newest minute alone passes
 * over the one before.
 */
export function failureAlarm(metric: AsyncMetricKey, threshold = 1): MinuteAlarm {
  return {
    subject: { kind: "metric", metric, statistic: "Sum" },
    evaluationPeriods: 5,
    datapointsToAlarm: 1,
    threshold,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
  };
}
