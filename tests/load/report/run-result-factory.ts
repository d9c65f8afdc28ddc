import { type ResultTimeline, type RunResult } from "../../../simulator/scenario/result";

/** What a test may change about the run that the factory plays through. */
export interface RunOptions {
  readonly requests?: number;
  /** Seconds of the run that are idle after the fleet has gone. */
  readonly idleTailSeconds?: number;
  /** Arrivals a minute during a burst. */
  readonly burstPerMinute?: number;
}

/**
 * A result as a run gives it, played through minute by minute: bursts of arrivals, a fleet that wakes up from zero after
 * the alarm and the provisioning time, five instances that work the queue off, an idle window, the way back to zero.
 * Totals, timeline and activities agree with each other.
 */
export function playedRun(options: RunOptions = {}): RunResult {
  const requests = options.requests ?? 10_000;
  const burst = options.burstPerMinute ?? 600;
  const servedPerInstanceMinute = 24;
  const timeline = {
    periodSeconds: 60,
    seconds: [] as number[],
    ApproximateAgeOfOldestRequest: [] as (number | null)[],
    ApproximateBacklogSize: [] as (number | null)[],
    ApproximateBacklogSizePerInstance: [] as (number | null)[],
    CurrentInstanceCount: [] as (number | null)[],
    DesiredInstanceCount: [] as (number | null)[],
    ExpiredRequests: [] as (number | null)[],
    HasBacklogWithoutCapacity: [] as (number | null)[],
    InvocationFailures: [] as (number | null)[],
    InvocationsProcessed: [] as (number | null)[],
  };
  let sent = 0;
  let backlog = 0;
  let idleMinutes = 0;
  let instanceMinutes = 0;
  let peakBacklog = 0;
  let minute = 0;
  let gone: number | null = null;
  while (gone === null || minute <= gone + (options.idleTailSeconds ?? 600) / 60) {
    const desired = gone !== null ? 0 : minute < 3 ? 0 : minute < 12 ? 1 : 5;
    const current = gone !== null ? 0 : minute < 9 ? 0 : minute < 18 ? 1 : 5;
    const arriving = Math.min(minute % 30 < 12 ? burst : burst / 20, requests - sent);
    const processed = Math.min(backlog, current * servedPerInstanceMinute);
    timeline.seconds.push(minute * 60);
    timeline.ApproximateBacklogSize.push(backlog);
    timeline.ApproximateBacklogSizePerInstance.push(
      current === 0 ? (backlog === 0 ? null : backlog) : backlog / current,
    );
    timeline.ApproximateAgeOfOldestRequest.push(
      backlog === 0 ? null : Math.min(minute * 60, (backlog / 120) * 60),
    );
    timeline.HasBacklogWithoutCapacity.push(backlog > 0 && current === 0 ? 1 : 0);
    timeline.CurrentInstanceCount.push(current);
    timeline.DesiredInstanceCount.push(desired);
    timeline.InvocationsProcessed.push(current === 0 ? null : processed);
    timeline.ExpiredRequests.push(current === 0 ? null : 0);
    timeline.InvocationFailures.push(current === 0 ? null : 0);
    sent += arriving;
    backlog += arriving - processed;
    peakBacklog = Math.max(peakBacklog, backlog);
    instanceMinutes += current;
    idleMinutes = sent === requests && backlog === 0 && current > 0 ? idleMinutes + 1 : 0;
    gone ??= idleMinutes > 15 ? minute + 1 : null;
    minute += 1;
  }
  const goneSeconds = (gone ?? minute) * 60;
  const instanceSeconds = instanceMinutes * 60;
  return {
    ...template,
    scenario: scenarioOf(requests),
    totals: { ...template.totals, submitted: requests, succeeded: requests },
    instances: { peak: 5, instanceSeconds },
    cost: {
      currency: "USD",
      total: (instanceSeconds / 3600) * 0.23,
      perThousandSucceeded: (instanceSeconds / 3600) * 230 * (1 / requests),
    },
    timeline: timeline satisfies ResultTimeline,
    scalingActivities: [
      activity(
        goneSeconds - 180,
        goneSeconds,
        5,
        0,
        "monitor alarm idle-scale-in-alarm in state ALARM triggered policy idle-scale-in",
      ),
      activity(
        12 * 60,
        18 * 60,
        1,
        5,
        "monitor alarm TargetTracking-endpoint/summaries/variant/AllTraffic-AlarmHigh-5f1e0ad1 in state ALARM triggered policy backlog-target",
      ),
      activity(
        3 * 60,
        9 * 60,
        0,
        1,
        "monitor alarm has-backlog-without-capacity in state ALARM triggered policy scale-from-zero",
      ),
    ],
  };
}

function activity(
  startSeconds: number,
  endSeconds: number,
  from: number,
  to: number,
  cause: string,
) {
  return { startSeconds, endSeconds, from, to, cause, status: "Successful" };
}

function scenarioOf(requests: number): Record<string, unknown> {
  return {
    name: "pegasus-articles",
    seed: 42,
    region: "us-east-1",
    workload: {
      requests,
      payloadBytes: { kind: "lognormal", p50: 4000, p90: 20000 },
      arrivals: {
        kind: "bursts",
        baseRatePerSecond: 0.5,
        burstRatePerSecond: 10,
        burstSeconds: 720,
        periodSeconds: 1800,
      },
      requestTtlSeconds: 21600,
      invocationTimeoutSeconds: 900,
    },
    endpoint: {
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 0,
      maxConcurrentInvocationsPerInstance: 2,
    },
    model: {
      serviceTimeSeconds: { kind: "lognormal", p50: 4.2, p90: 8 },
      profile: null,
      failureProbability: 0,
    },
    scaling: {
      minCapacity: 0,
      maxCapacity: 5,
      targetTracking: {
        backlogPerInstance: 5,
        scaleInCooldownSeconds: 120,
        scaleOutCooldownSeconds: 120,
        disableScaleIn: true,
      },
      scaleFromZero: { cooldownSeconds: 300, evaluationPeriods: 2 },
      idleScaleIn: { idleSeconds: 900 },
      scheduledActions: [],
    },
    maxSeconds: 172800,
  };
}

const template: RunResult = {
  scenario: {},
  seed: 42,
  totals: {
    submitted: 0,
    succeeded: 0,
    failed: 0,
    expired: 0,
    timedOut: 0,
    lost: 0,
    unfinished: 0,
    interrupted: 0,
    redelivered: 0,
    duplicated: 0,
  },
  latencySeconds: {
    queue: { p50: 1210.4, p90: 2380.1, p95: 2712.9, p99: 3101.5, max: 3190.2, mean: 1302.7 },
    service: { p50: 4.2, p90: 8.05, p95: 9.7, p99: 13.6, max: 24.1, mean: 4.75 },
    total: { p50: 1214.9, p90: 2385.6, p95: 2718.2, p99: 3107.7, max: 3197.4, mean: 1307.5 },
  },
  instances: { peak: 0, instanceSeconds: 0 },
  cost: { currency: "USD", total: null, perThousandSucceeded: null },
  timeline: { periodSeconds: 60, seconds: [] },
  scalingActivities: [],
  warnings: [],
};
