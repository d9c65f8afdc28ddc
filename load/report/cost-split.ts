import { asyncMetrics } from "../../sagemaker/metrics";
import { type ResultScalingActivity, type RunResult } from "../../simulator/scenario/result";
import { readScenarioFacts } from "./scenario-facts";
import { seriesValues, timelineEnd } from "./timeline-series";

/** What instances are paid for. */
export type CostPurpose = "starting" | "working" | "idle";

/** A part of the bill. */
export interface CostPart {
  readonly purpose: CostPurpose;
  readonly instanceSeconds: number;
  /** US dollars; null where the price is unknown. */
  readonly cost: number | null;
}

/**
 * Parts the instance time that is paid for, so that the parts add up to it:
 *
 * - starting: from the wish for an instance until it serves, where the bill starts at its launch;
 * - working: requests that were answered times their mean time on the instance, over the requests that an instance takes
 *   at a time: an instance that runs one where it could run two works half;
 * - idle: the rest; places without a request, work that was cut off, and the way out.
 *
 * @returns null where the result does not tell enough, as where SageMaker chose the concurrency.
 */
export function costSplit(result: RunResult): readonly CostPart[] | null {
  const { latencySeconds, timeline, scalingActivities, instances, cost } = result;
  const { concurrency, billFrom } = readScenarioFacts(result.scenario);
  const processed = seriesValues(timeline, asyncMetrics.invocationsProcessed.name);
  const served = processed?.reduce<number>((sum, count) => sum + (count ?? 0), 0) ?? 0;
  const meanSeconds = served === 0 ? 0 : latencySeconds.service.mean;
  const billed = instances.instanceSeconds;
  if (concurrency === null || meanSeconds === null || billed === 0) return null;
  const starting =
    billFrom === "inService"
      ? 0
      : Math.min(billed, startingSeconds(scalingActivities, timelineEnd(timeline)));
  const working = Math.min(billed - starting, (served * meanSeconds) / concurrency);
  const part = (purpose: CostPurpose, instanceSeconds: number): CostPart => ({
    ...{ purpose, instanceSeconds },
    cost: cost.total === null ? null : (cost.total * instanceSeconds) / billed,
  });
  return [
    part("starting", starting),
    part("working", working),
    part("idle", billed - starting - working),
  ];
}

/** Time from each start of a scale-out to its end, for each instance that it adds. */
function startingSeconds(activities: readonly ResultScalingActivity[], endOfRun: number): number {
  return activities.reduce((sum, { from, to, startSeconds, endSeconds }) => {
    const added = from === null || to === null ? 0 : Math.max(0, to - from);
    return sum + added * Math.max(0, (endSeconds ?? endOfRun) - startSeconds);
  }, 0);
}
