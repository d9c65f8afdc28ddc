import { asyncMetrics, type MetricDefinition } from "../../sagemaker/metrics";

/** An alarm on one of the endpoint's metrics. */
export interface AlarmRule {
  /** Ends the alarm's name. */
  readonly suffix: string;
  readonly description: string;
  readonly metric: MetricDefinition;
  readonly statistic: string;
  readonly threshold: number;
  /** Minutes in a row that must breach. */
  readonly minutes: number;
}

/**
 * Minutes without an instance while requests wait that are no longer a cold start: twice what starting one usually
 * takes.
 */
const stuckAtZeroMinutes = 20;

/** The alarms of every endpoint. A minute without data is a good minute: an idle endpoint may publish nothing. */
export function alarmRules<Seconds>(oldestRequestSeconds: Seconds) {
  return [
    {
      suffix: "failures",
      description: "Requests ended without a result. The error queue says which and why.",
      metric: asyncMetrics.invocationFailures,
      statistic: "Sum",
      threshold: 1,
      minutes: 1,
    },
    {
      suffix: "expiry",
      description:
        "Requests expired in the queue, or in processing past their time-out. Raise the capacity, or the limit that they met.",
      metric: asyncMetrics.expiredRequests,
      statistic: "Sum",
      threshold: 1,
      minutes: 1,
    },
    {
      suffix: "stuck-at-zero",
      description:
        "Requests wait and no instance came. Look at the scaling activities: instances may be out of stock or over quota.",
      metric: asyncMetrics.hasBacklogWithoutCapacity,
      statistic: "Average",
      threshold: 1,
      minutes: stuckAtZeroMinutes,
    },
    {
      suffix: "oldest-request",
      description: "The oldest request has waited too long. Raise the capacity before it expires.",
      metric: asyncMetrics.approximateAgeOfOldestRequest,
      statistic: "Maximum",
      threshold: oldestRequestSeconds,
      minutes: 3,
    },
  ] as const satisfies readonly (Omit<AlarmRule, "threshold"> & { threshold: number | Seconds })[];
}
