import { instancePricePerHour } from "../../sagemaker/instance-types";
import {
  requestOutcomes,
  type ResultMeasurement,
  type ResultScalingActivity,
  type ResultTotals,
  type RunResult,
} from "../../simulator/scenario/result";
import { usedWorkload } from "../../simulator/scenario/used-workload";

import { type RequestLedger } from "../journal/ledger";
import { describeEnvironment } from "../measurement/environment";
import { sampleFailures } from "../measurement/failure-samples";
import { measureFleet } from "../measurement/measured-fleet";
import { fetchRunMetrics } from "../measurement/run-metrics";
import { measureRequests, measureShards } from "../measurement/request-latencies";
import { fetchScalingActivities } from "../measurement/scaling-activities";
import { buildTimeline } from "../measurement/timeline";
import { type RunContext } from "./run-context";
import { findWarnings, type RunNotes } from "./run-warnings";

/** When a measured run took place, on the service's clock (epoch seconds) and on the wall's. */
export interface RunSpan {
  readonly startSeconds: number;
  /** When the client saw the fleet back at its least, or when the run was over without that. */
  readonly endSeconds: number;
  readonly startedAt: Date;
}

/**
 * Puts the result of a measured run together: outcomes from the reconciliation, times from the client's clock and the
 * notifications, everything else from CloudWatch, SageMaker and Application Auto Scaling.
 *
 * `latencySeconds.total` runs from the planned sending of a request to the end that its notification tells, over the
 * requests that succeeded. `queue` and `service` are CloudWatch's aggregates: mean and maximum, no percentiles.
 * Interruptions and redeliveries are seen by no interface of AWS; both counts are 0 in a measured run.
 */
export async function measureRun(
  context: RunContext,
  span: RunSpan,
  notes: RunNotes,
): Promise<RunResult> {
  const { clients, endpoint, fleet, ledger, options, clock } = context;
  const { target, scenario } = options;
  const { startSeconds } = span;
  const metrics = await fetchRunMetrics(clients.cloudWatch, target, startSeconds, clock.now());
  const activities = await fetchScalingActivities(
    clients.autoScaling,
    target,
    fleet.samples,
    startSeconds,
  );
  const endSeconds = endOfRun(ledger, activities, span, notes);
  const measuredFleet = measureFleet(
    {
      samples: fleet.samples,
      activities,
      sampleCounts: metrics.cpuSampleCounts,
      alwaysPublished: metrics.series.get("approximateBacklogSize") ?? new Map<number, number>(),
    },
    startSeconds,
    endSeconds,
  );
  const totals = countTotals(ledger);
  const { total, submit, delivery, histograms, shards } =
    options.shards === undefined
      ? { ...measureRequests(ledger), shards: undefined }
      : measureShards(ledger, options.shards);
  const billedSeconds = measuredFleet.instanceSeconds;
  const price = instancePricePerHour(endpoint.instanceType, target.region);
  const cost = price === undefined ? null : (billedSeconds / 3600) * price;
  return {
    scenario: usedScenario(context),
    seed: scenario.seed,
    totals,
    latencySeconds: {
      queue: metrics.queueSeconds,
      service: metrics.serviceSeconds,
      ...{ total, submit, delivery },
    },
    instances: {
      peak: measuredFleet.peak,
      instanceSeconds: billedSeconds,
    },
    cost: {
      currency: "USD",
      total: cost,
      perThousandSucceeded:
        cost === null || totals.succeeded === 0 ? null : (cost / totals.succeeded) * 1000,
    },
    timeline: buildTimeline(metrics.series, measuredFleet, startSeconds, endSeconds),
    scalingActivities: activities,
    warnings: findWarnings(context, totals, notes),
    measurement: describeMeasurement(context, span),
    failures: await sampleFailures(clients.s3, ledger, context.run),
    histograms,
    ...(shards === undefined ? {} : { shards }),
  };
}

/** A run that went to its end was over with the last request or the last change of the fleet, before the client saw it. */
function endOfRun(
  ledger: RequestLedger,
  activities: readonly ResultScalingActivity[],
  span: RunSpan,
  { stopped, cutOff, fleetStillUp }: RunNotes,
): number {
  if (stopped || cutOff || fleetStillUp) {
    return span.endSeconds;
  }
  let last = span.startSeconds;
  for (const { result } of ledger.requests()) {
    last = Math.max(last, result?.endedSeconds ?? 0);
  }
  for (const { endSeconds } of activities) {
    last = Math.max(last, span.startSeconds + (endSeconds ?? 0));
  }
  return Math.min(last, span.endSeconds);
}

function countTotals(ledger: RequestLedger): ResultTotals {
  const totals: ResultTotals = {
    submitted: 0,
    ...{ succeeded: 0, failed: 0, expired: 0, timedOut: 0, lost: 0, unfinished: 0 },
    ...{ interrupted: 0, redelivered: 0, duplicated: ledger.counts.duplicated },
  };
  for (const { outcome } of ledger.requests()) {
    totals[outcome ?? "unfinished"] += 1;
  }
  totals.submitted = requestOutcomes.reduce((sum, outcome) => sum + totals[outcome], 0);
  return totals;
}

/**
 * The scenario as far as it had a part in the run: what was sent, and what was found deployed in the place of what the
 * scenario supposes. How long a model takes and what AWS does not document, a measured run finds out; it is told neither.
 */
function usedScenario({ arrivals, endpoint, options }: RunContext): Record<string, unknown> {
  const { name, seed, workload, maxSeconds } = options.scenario;
  const { instanceType, initialInstanceCount, maxConcurrentInvocationsPerInstance } = endpoint;
  const sent: Record<string, unknown> = { ...usedWorkload(workload), requests: arrivals.length };
  if (options.inputDirectory !== undefined) {
    // Texts of the user's own have the sizes that they have.
    delete sent.payloadBytes;
  }
  return {
    ...{ name, seed, region: options.target.region },
    workload: sent,
    endpoint: { instanceType, initialInstanceCount, maxConcurrentInvocationsPerInstance },
    scaling:
      endpoint.capacity === null
        ? null
        : {
            minCapacity: endpoint.capacity.min,
            maxCapacity: endpoint.capacity.max,
            ...endpoint.policies,
          },
    maxSeconds,
  };
}

function describeMeasurement(context: RunContext, span: RunSpan): ResultMeasurement {
  const { endpointUrl, endpointName } = context.options.target;
  return {
    target: endpointUrl === undefined ? "aws" : context.isLocalServer ? "local" : "url",
    endpointName,
    speed: context.clock.speed,
    startedAt: span.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    environment: describeEnvironment(),
  };
}
