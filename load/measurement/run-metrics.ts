import { type CloudWatchClient } from "@aws-sdk/client-cloudwatch";

import { type AsyncMetricKey, asyncMetrics, type MetricDefinition } from "../../sagemaker/metrics";
import { type LatencySummary } from "../../simulator/scenario/result";
import { emptySummary } from "./statistics";
import { type LoadTarget } from "../service/target";

import { fetchMetricSeries, type MetricSeries, type SeriesQuery } from "./metric-series";

/** What CloudWatch says about a run. */
export interface RunMetrics {
  /** Every metric of an asynchronous endpoint, in the statistic that reads it best. */
  readonly series: ReadonlyMap<AsyncMetricKey, MetricSeries>;
  /** `SampleCount` of `CPUUtilization`. */
  readonly cpuSampleCounts: MetricSeries;
  /** `TimeInBacklog`: the wait in the queue. */
  readonly queueSeconds: LatencySummary;
  /** `ModelLatency`: the container's work. */
  readonly serviceSeconds: LatencySummary;
}

const metricKeys = Object.keys(asyncMetrics) as AsyncMetricKey[];

/**
 * Reads all metrics of an endpoint over a run.
 *
 * The service tells no one how long a single request waited and how long it was worked on, only CloudWatch's
 * aggregates of them. Mean and maximum over the run follow from those exactly; percentiles do not, and stay null.
 */
export async function fetchRunMetrics(
  cloudWatch: CloudWatchClient,
  target: LoadTarget,
  fromSeconds: number,
  toSeconds: number,
): Promise<RunMetrics> {
  const best = metricKeys.map((metric): SeriesQuery => {
    const { statistic }: MetricDefinition = asyncMetrics[metric];
    return { metric, statistic };
  });
  const queries: SeriesQuery[] = [
    ...best,
    ...aggregateOf("timeInBacklog"),
    ...aggregateOf("modelLatency"),
    { metric: "cpuUtilization", statistic: "SampleCount" },
  ];
  const answers = await fetchMetricSeries(cloudWatch, target, queries, fromSeconds, toSeconds);
  const aggregates = answers.slice(metricKeys.length);
  return {
    series: new Map(metricKeys.map((metric, index) => [metric, answers[index] ?? new Map()])),
    cpuSampleCounts: aggregates[6] ?? new Map<number, number>(),
    queueSeconds: summarizeAggregates(aggregates.slice(0, 3), secondsOf("timeInBacklog")),
    serviceSeconds: summarizeAggregates(aggregates.slice(3, 6), secondsOf("modelLatency")),
  };
}

function aggregateOf(metric: AsyncMetricKey): SeriesQuery[] {
  return [
    { metric, statistic: "Sum" },
    { metric, statistic: "SampleCount" },
    { metric, statistic: "Maximum" },
  ];
}

/** Seconds in a unit of the metric. */
function secondsOf(metric: AsyncMetricKey): number {
  const { name, unit }: MetricDefinition = asyncMetrics[metric];
  switch (unit) {
    case "Seconds":
      return 1;
    case "Milliseconds":
      return 1e-3;
    case "Microseconds":
      return 1e-6;
    case "Count":
    case "None":
    case "Percent":
      throw new Error(`Metric ${name} is in ${unit}, which is no duration`);
    default:
      return unit satisfies never;
  }
}

function summarizeAggregates(
  [sums, counts, maxima]: readonly MetricSeries[],
  unitSeconds: number,
): LatencySummary {
  const total = (series: MetricSeries | undefined): number =>
    [...(series?.values() ?? [])].reduce((sum, value) => sum + value, 0);
  const count = total(counts);
  if (count === 0) {
    return { ...emptySummary };
  }
  return {
    ...emptySummary,
    mean: (total(sums) / count) * unitSeconds,
    max: Math.max(...(maxima?.values() ?? [])) * unitSeconds,
  };
}
