import { limits } from "./limits";
import { type AsyncMetricKey } from "./metrics";
import {
  alarmPeriodSeconds,
  type AlarmStatistic,
  failureAlarm,
  type MinuteAlarm,
} from "./minute-alarms";

/** How urgent an alarm is. */
export const AlarmSeverity = {
  /** Requests are not served or are lost, and the reason is on our side: somebody has to look at once. */
  Incident: "incident",
  /** Something is going to be one, or single requests or their callers are at fault: it can wait for the morning. */
  Warning: "warning",
} as const;

/** How urgent an alarm is. */
export type AlarmSeverity = (typeof AlarmSeverity)[keyof typeof AlarmSeverity];

/** From where on things are wrong. */
export interface AlarmThresholds {
  /** Age of the oldest waiting request, seconds. */
  readonly oldestRequestAlarmSeconds: number;
  /** Time that requests wait while there is no instance, seconds: a slow cold start, and stuck after twice as long. */
  readonly coldStartAlarmSeconds: number;
  /** Time at the largest fleet with a backlog above its target, seconds. */
  readonly pinnedAlarmSeconds: number;
  /** The largest fleet; without it nobody can tell whether a fleet is at it. */
  readonly maxCapacity?: number;
  /** Backlog of each instance that scaling aims at; without it any backlog is too much for the largest fleet. */
  readonly targetBacklogPerInstance?: number;
}

/**
 * Where the thresholds are unless they are set. Half of the time after which a request expires unless its caller says
 * otherwise; a cold start of the slowest kind that users report (eleven minutes for a model of 13 GB) and the four until
 * scaling notices; an hour at the largest fleet, as a burst of any size may hold it there for a while.
 */
export const defaultThresholds = {
  oldestRequestAlarmSeconds: limits.requestTtlSeconds.default / 2,
  coldStartAlarmSeconds: 900,
  pinnedAlarmSeconds: 3600,
} as const;

/** One alarm of an endpoint. */
export interface MonitoringAlarm {
  /** Ends the alarm's name. */
  readonly suffix: string;
  /** What is wrong, and where to look. */
  readonly description: string;
  readonly severity: AlarmSeverity;
  readonly alarm: (thresholds: AlarmThresholds) => MinuteAlarm;
}

/** Each way in which a request can fail, with what to do about it. A minute with one is a minute too many. */
const failures = [
  [
    "expiry",
    AlarmSeverity.Incident,
    "expiredRequests",
    "Requests expired in the queue, or in processing past their time-out. Raise the capacity, or the limit that they met.",
  ],
  [
    "server-errors",
    AlarmSeverity.Incident,
    "invocation5XXErrors",
    "The model answered with server errors. Its log says why.",
  ],
  [
    "upload-failures",
    AlarmSeverity.Incident,
    "responseUploadFailures",
    "Results could not be written to S3. Look at the execution role, the bucket and the key.",
  ],
  [
    "failures",
    AlarmSeverity.Warning,
    "invocationFailures",
    "Requests ended without a result, for whatever reason. The error queue and the failure path say which and why.",
  ],
  [
    "client-errors",
    AlarmSeverity.Warning,
    "invocation4XXErrors",
    "The model refused requests. Their callers send what it cannot read.",
  ],
  [
    "download-failures",
    AlarmSeverity.Warning,
    "requestDownloadFailures",
    "Inputs could not be read from S3. Callers name objects that are not there, or the execution role may not read them.",
  ],
  [
    "notification-failures",
    AlarmSeverity.Warning,
    "notificationFailures",
    "Results were not announced. Look at the topics, and at the execution role's right to publish to them.",
  ],
] as const satisfies readonly (readonly [string, AlarmSeverity, AsyncMetricKey, string])[];

const everyEndpoint: readonly MonitoringAlarm[] = [
  {
    suffix: "stuck-at-zero",
    severity: AlarmSeverity.Incident,
    description:
      "Requests wait and no instance came. Look at the scaling activities: instances may be out of stock or over quota.",
    alarm: ({ coldStartAlarmSeconds }) =>
      atLeastOne("hasBacklogWithoutCapacity", "Average", 2 * coldStartAlarmSeconds),
  },
  {
    suffix: "oldest-request",
    severity: AlarmSeverity.Incident,
    description: "The oldest request has waited too long. Raise the capacity before it expires.",
    alarm: ({ oldestRequestAlarmSeconds }) => ({
      ...atLeastOne("approximateAgeOfOldestRequest", "Maximum", 3 * alarmPeriodSeconds),
      threshold: oldestRequestAlarmSeconds,
    }),
  },
  ...failures.map(([suffix, severity, metric, description]): MonitoringAlarm => ({
    ...{ suffix, severity, description },
    alarm: () => failureAlarm(metric),
  })),
  {
    suffix: "slow-cold-start",
    severity: AlarmSeverity.Warning,
    description:
      "Requests have waited for a first instance for longer than a cold start should take. The model or its image may be large, or instances scarce.",
    alarm: ({ coldStartAlarmSeconds }) =>
      atLeastOne("hasBacklogWithoutCapacity", "Average", coldStartAlarmSeconds),
  },
];

/**
 * The fleet at its largest while more waits than scaling aims at. No metric counts instances: each sends one sample of
 * its processors a minute.
 */
const pinnedAtMaximum: MonitoringAlarm = {
  suffix: "pinned-at-maximum",
  severity: AlarmSeverity.Warning,
  description:
    "The fleet has been at its largest for long, and more waits than it is to. Raise its largest size, or take more time.",
  alarm: ({ maxCapacity, targetBacklogPerInstance = 0, pinnedAlarmSeconds }) => ({
    ...atLeastOne("approximateBacklogSizePerInstance", "Average", pinnedAlarmSeconds),
    subject: {
      kind: "math",
      terms: [
        { id: "instances", metric: "cpuUtilization", statistic: "SampleCount" },
        { id: "waiting", metric: "approximateBacklogSizePerInstance", statistic: "Average" },
      ],
      expression: `IF(instances >= ${maxCapacity} AND waiting > ${targetBacklogPerInstance}, 1, 0)`,
    },
  }),
};

/**
 * The alarms of an endpoint, the urgent ones first. A minute without data is a good minute: an idle endpoint may publish
 * nothing.
 *
 * @param hasMaximum Whether `maxCapacity` is going to be among the thresholds.
 */
export function monitoringAlarms(hasMaximum: boolean): readonly MonitoringAlarm[] {
  return hasMaximum ? [...everyEndpoint, pinnedAtMaximum] : everyEndpoint;
}

function atLeastOne(
  metric: AsyncMetricKey,
  statistic: AlarmStatistic,
  seconds: number,
): MinuteAlarm {
  return {
    subject: { kind: "metric", metric, statistic },
    evaluationPeriods: Math.ceil(seconds / alarmPeriodSeconds),
    threshold: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
  };
}

/** The rule of an alarm that is on while any of those is. */
export function anyAlarm(names: readonly string[]): string {
  return names.map((name) => `ALARM("${name}")`).join(" OR ");
}

/**
 * Says why nobody can be told of alarms over a topic that there is none of, to be read after the name of the option.
 *
 * @param createName Name of the option that makes the topic, as it is shown.
 * @param actionsName Name of the option that names other topics, as it is shown.
 */
export function topiclessProblem(createName: string, actionsName: string): string {
  return `needs the topic of alarms: leave ${createName} true, or subscribe to a topic of your own and name that in ${actionsName}`;
}
