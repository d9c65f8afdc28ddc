import { type AsyncMetricKey, asyncMetrics } from "../../sagemaker/metrics";
import { fleetSeries, type ResultTimeline } from "../../simulator/scenario/result";

import { type MeasuredFleet } from "./measured-fleet";
import { metricPeriodSeconds, type MetricSeries, minutesOfRun } from "./metric-series";

/**
 * Lays CloudWatch's series and the fleet over one another.
 *
 * @param startSeconds Epoch seconds of the first period, a whole minute.
 * @param endSeconds Epoch seconds.
 */
export function buildTimeline(
  series: ReadonlyMap<AsyncMetricKey, MetricSeries>,
  fleet: MeasuredFleet,
  startSeconds: number,
  endSeconds: number,
): ResultTimeline {
  const minutes = minutesOfRun(startSeconds, endSeconds);
  const seconds = minutes.map((minute) => minute - startSeconds);
  const timeline: ResultTimeline = { periodSeconds: metricPeriodSeconds, seconds };
  for (const [metric, values] of series) {
    timeline[asyncMetrics[metric].name] = minutes.map((minute) => values.get(minute) ?? null);
  }
  timeline[fleetSeries.currentInstances] = fleet.current;
  timeline[fleetSeries.desiredInstances] = fleet.desired;
  return timeline;
}
