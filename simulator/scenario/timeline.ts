import { type AsyncMetricKey, asyncMetrics, type MetricDefinition } from "../../sagemaker/metrics";
import { type MetricStore, statisticOf } from "../engine/metric-store";
import { fleetSeries, type ResultTimeline } from "./result";
import { type RunRecorder } from "./run-recorder";
import { scenarioMetricId } from "./scenario-alarm";

const periodSeconds = 60;

/** In every timeline, with nulls where nothing was published. */
const required: readonly AsyncMetricKey[] = [
  "approximateBacklogSize",
  "approximateBacklogSizePerInstance",
  "approximateAgeOfOldestRequest",
  "hasBacklogWithoutCapacity",
  "invocationsProcessed",
  "expiredRequests",
  "invocationFailures",
];

/** The series of a run: every metric that its endpoint published, and the fleet. */
export function buildTimeline(
  metrics: MetricStore,
  recorder: RunRecorder,
  endSeconds: number,
): ResultTimeline {
  const periods = Math.floor(endSeconds / periodSeconds) + 1;
  const timeline: ResultTimeline = {
    periodSeconds,
    seconds: Array.from({ length: periods }, (_, index) => index * periodSeconds),
  };
  for (const key of Object.keys(asyncMetrics) as AsyncMetricKey[]) {
    const metric: MetricDefinition = asyncMetrics[key];
    const points = metrics.datapoints(
      scenarioMetricId(key),
      0,
      periods * periodSeconds,
      periodSeconds,
      Infinity,
    );
    if (points.length === 0 && !required.includes(key)) continue;
    const values = new Array<number | null>(periods).fill(null);
    for (const point of points) {
      values[point.periodStart / periodSeconds] = statisticOf(point, metric.statistic);
    }
    timeline[metric.name] = values;
  }
  timeline[fleetSeries.currentInstances] = recorder.currentInstances.slice(0, periods);
  timeline[fleetSeries.desiredInstances] = recorder.desiredInstances.slice(0, periods);
  return timeline;
}
