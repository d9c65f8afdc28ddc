import { type Distribution } from "./types";

/**
 * What AWS does not document about the service, as options with the default that we believe and why. `[DOC]` behaviour
 * is not here: it is code. Give only the members that differ; {@link resolvePlatformOptions} fills in the rest.
 */
export interface PlatformOptions {
  /**
   * Time from the launch of an instance until it serves, drawn for each instance. Default: log-normal, median 180 s,
   * 90th percentile 300 s, as observed for CPU instances with a small model (GPU instances take 240 to 600 s).
   */
  readonly provisionSeconds: Distribution;
  /**
   * Time from the end of an instance's work until it is gone, drawn for each instance; it is billed and the endpoint is
   * `Updating` until then. Default: uniform, 60 to 180 s.
   */
  readonly terminationSeconds: Distribution;
  /**
   * Time from the end of a period until the endpoint's datapoint of it can be read, drawn for each endpoint and period.
   * A period is never readable before an earlier one. Default: uniform, 60 to 180 s: users report 2 to 3 minutes from
   * the event, of which the period itself is one.
   */
  readonly metricDelaySeconds: Distribution;
  /**
   * Whether running requests count in the backlog metrics. Default false: AWS's table says they do, production teams
   * measured that they do not, and false is the case in which an idle alarm kills running work.
   */
  readonly backlogCountsInFlight: boolean;
  /**
   * What `ApproximateBacklogSizePerInstance` is at zero instances: the `backlog` itself, `missing`, or `zero`. Default
   * `backlog`: AWS writes that an endpoint leaves zero once the backlog exceeds the target.
   */
  readonly backlogPerInstanceAtZero: "backlog" | "missing" | "zero";
  /** Time that an instance chosen for removal has to finish its work. Default 30 s: SIGTERM, 30 s, SIGKILL. */
  readonly drainSeconds: number;
  /**
   * Whether a request that lost its instance is queued again, in the place of its first submission, or is lost.
   * Default true: redelivery was observed in production, as from a queue with a visibility timeout.
   */
  readonly redeliverInterrupted: boolean;
  /**
   * A scale-out that finds no capacity: with `probability` (0 to 1, drawn once a change) its instances launch
   * `delaySeconds` later. Default probability 0, delay 1800 s: 34 minutes in `Updating` were observed.
   */
  readonly capacityShortage: { readonly probability: number; readonly delaySeconds: number };
  /**
   * Concurrent requests on an instance where `MaxConcurrentInvocationsPerInstance` is unset and SageMaker chooses.
   * Default 4; the value that SageMaker chooses is unknown.
   */
  readonly chosenConcurrency: number;
  /**
   * Which instances leave at scale-in. Default `newest`; AWS does not say. `idlest` prefers those with the least
   * running work, the newest among equals.
   */
  readonly scaleInRemoves: "newest" | "oldest" | "idlest";
  /**
   * When the bill of an instance starts. Default `launch`, the dearer: a published bill ran from the start of the
   * scale-out to the end of the scale-in.
   */
  readonly billFrom: "launch" | "inService";
  /** Least time that an instance is billed for. Default 0: AWS writes "no minimum fees", but nothing of hosting. */
  readonly billMinimumSeconds: number;
  /**
   * Account limit of an instance type "for endpoint usage", for all endpoints together: a scale-out above it is an activity
   * that failed. Default null, no limit; the limit is each account's own.
   */
  readonly instanceQuota: number | null;
  /**
   * `InvokeEndpointAsync` calls a second of the account, above which AWS throttles; a second's worth may come at once.
   * Default null, no limit: AWS publishes none.
   */
  readonly invocationsPerSecond: number | null;
  /**
   * Among how many of the oldest waiting requests chance picks the next. Default 1, first in, first out: the queue is
   * SQS's, which does not promise an order, but the published run of 10,000 requests expired in order of arrival.
   */
  readonly queueWindow: number;
  /**
   * Whether a period without an event publishes 0 in the counters. Default true: SageMaker documents zeros for real-time
   * variants without traffic.
   */
  readonly publishZeroCounters: boolean;
  /**
   * Periods that an alarm looks back beyond its evaluation periods. Default 2: AWS's documented example fetches 5
   * for 3; for other numbers the length is not published.
   */
  readonly alarmExtraPeriods: number;
  /**
   * How far the newest readable datapoint may lag before its absence counts as missing data. Default 240 s: above
   * the largest default metric delay, since AWS's alarms do not take ordinary delay for a gap.
   */
  readonly alarmLagGraceSeconds: number;
  /**
   * State of an alarm that treats missing data as missing, when all its datapoints breach but too few and too new to
   * alarm: `keep` or `OK`. Default `keep`; AWS says only that it does not alarm, and new alarms of autoscaling were
   * seen in INSUFFICIENT_DATA until they alarmed.
   */
  readonly alarmTooFewBreaching: "keep" | "OK";
  /** Second of the minute in which alarms are evaluated, 0 to 59. Default 0; AWS does not publish it. */
  readonly alarmEvaluationOffsetSeconds: number;
  /**
   * Most instances that target tracking removes in one activity. Default null, without limit: AWS writes that it
   * scales in "more gradually" but gives no figure, and fleets were seen to go from 5 to 0.
   */
  readonly maxScaleInStep: number | null;
  /** How long 1-minute datapoints are kept. Default 15 days, CloudWatch's documented retention. */
  readonly metricRetentionSeconds: number;
}

/** The documented defaults. */
export const defaultPlatformOptions: PlatformOptions = {
  provisionSeconds: { kind: "lognormal", p50: 180, p90: 300 },
  terminationSeconds: { kind: "uniform", min: 60, max: 180 },
  metricDelaySeconds: { kind: "uniform", min: 60, max: 180 },
  backlogCountsInFlight: false,
  backlogPerInstanceAtZero: "backlog",
  drainSeconds: 30,
  redeliverInterrupted: true,
  capacityShortage: { probability: 0, delaySeconds: 1800 },
  chosenConcurrency: 4,
  scaleInRemoves: "newest",
  billFrom: "launch",
  billMinimumSeconds: 0,
  instanceQuota: null,
  invocationsPerSecond: null,
  queueWindow: 1,
  publishZeroCounters: true,
  alarmExtraPeriods: 2,
  alarmLagGraceSeconds: 240,
  alarmTooFewBreaching: "keep",
  alarmEvaluationOffsetSeconds: 0,
  maxScaleInStep: null,
  metricRetentionSeconds: 15 * 86_400,
};

/** Fills the defaults in. A member given as undefined keeps its default. */
export function resolvePlatformOptions(options: Partial<PlatformOptions> = {}): PlatformOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaultPlatformOptions, ...(Object.fromEntries(given) as Partial<PlatformOptions>) };
}
