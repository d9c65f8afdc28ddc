import { type ResultScalingActivity } from "../../simulator/scenario/result";

import { type FleetSample, instanceSeconds } from "./fleet-monitor";
import { metricPeriodSeconds, type MetricSeries, minutesOfRun } from "./metric-series";

/** Everything that AWS's interfaces tell about the size of a fleet over a run. */
export interface FleetEvidence {
  /** What DescribeEndpoint showed: true, but as late as the client was. */
  readonly samples: readonly FleetSample[];
  /** Counted from the start of the run, in the order of their starts. */
  readonly activities: readonly ResultScalingActivity[];
  /**
   * `SampleCount` of `CPUUtilization`, which is the number of active instances; without instances there is no datapoint.
   *
   * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html
   */
  readonly sampleCounts: MetricSeries;
  /** A metric that is published with and without instances: as far as it goes, a minute without samples is one of zero. */
  readonly alwaysPublished: MetricSeries;
}

/** The fleet over a run, a value for each minute; null where nothing is known. */
export interface MeasuredFleet {
  readonly current: (number | null)[];
  readonly desired: (number | null)[];
  readonly peak: number;
  /** Billed time of the service, summed over the instances. */
  readonly instanceSeconds: number;
}

/**
 * Measures the fleet by what carries the service's own timestamps: metrics and scaling activities. DescribeEndpoint's
 * samples stand in where those are silent: before the first activity, after one that failed, on a fleet that is not scaled, and for
 * minutes that CloudWatch does not show yet.
 *
 * @param startSeconds Epoch seconds, a whole minute.
 * @param endSeconds Epoch seconds.
 */
export function measureFleet(
  evidence: FleetEvidence,
  startSeconds: number,
  endSeconds: number,
): MeasuredFleet {
  const minutes = minutesOfRun(startSeconds, endSeconds);
  const { samples } = evidence;
  const changes = fleetChanges(evidence, startSeconds);
  const samplesBefore = samples.filter(
    ({ atSeconds }) => atSeconds < (changes[0]?.atSeconds ?? Infinity),
  );
  const desired = minutes.map(
    (minute) => (stateBefore(changes, minute) ?? sampleAt(samplesBefore, minute))?.desired ?? null,
  );
  const current = minutes.map(
    (minute) => activeInstances(evidence, minute) ?? sampleAt(samples, minute)?.current ?? null,
  );
  return {
    current,
    desired,
    peak: Math.max(0, ...current.map((count) => count ?? 0)),
    instanceSeconds: instanceSeconds([...samplesBefore, ...changes], startSeconds, endSeconds),
  };
}

function activeInstances(
  { sampleCounts, alwaysPublished, samples }: FleetEvidence,
  minute: number,
): number | undefined {
  const count = sampleCounts.get(minute);
  if (count !== undefined) {
    return count;
  }
  // A fleet that was seen and never counted is one whose instances publish nothing.
  const isCounted = sampleCounts.size > 0 || samples.every(({ current }) => current === 0);
  return isCounted && alwaysPublished.has(minute) ? 0 : undefined;
}

/** The fleet at each instant at which an activity began or ended. */
function fleetChanges(
  { samples, activities }: FleetEvidence,
  runStartSeconds: number,
): readonly FleetSample[] {
  const changes: FleetSample[] = [];
  for (const { startSeconds, endSeconds, from, to, status } of activities) {
    if (to === null) {
      continue;
    }
    const before = from ?? changes.at(-1)?.current ?? 0;
    changes.push({ atSeconds: runStartSeconds + startSeconds, current: before, desired: to });
    if (endSeconds !== null) {
      const atSeconds = runStartSeconds + endSeconds;
      // Only a success says where the fleet is left.
      const next = samples.find((sample) => sample.atSeconds >= atSeconds);
      const count = status === "Successful" ? to : (next?.desired ?? before);
      changes.push({ atSeconds, current: count, desired: count });
    }
  }
  return changes;
}

/** A gauge shows a minute as it stands just before what happens on the minute. */
function stateBefore(changes: readonly FleetSample[], atSeconds: number): FleetSample | undefined {
  return changes.findLast((change) => change.atSeconds < atSeconds);
}

/**
 * A sample on a minute is taken just after it, never at it: what it shows stands for the minute, so half a period's
 * delay is allowed.
 */
function sampleAt(samples: readonly FleetSample[], minute: number): FleetSample | undefined {
  return samples.findLast(({ atSeconds }) => atSeconds <= minute + metricPeriodSeconds / 2);
}
