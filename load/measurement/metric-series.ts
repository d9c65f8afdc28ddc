import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";

import {
  type AsyncMetricKey,
  asyncMetrics,
  metricDimensions,
  type MetricDefinition,
} from "../../sagemaker/metrics";
import { type LoadTarget } from "../service/target";

/** Period of every series; what CloudWatch keeps of an endpoint's metrics. */
export const metricPeriodSeconds = 60;

/** One statistic of a metric: start of the period (epoch seconds) to value. Periods without data have no entry. */
export type MetricSeries = ReadonlyMap<number, number>;

/**
 * The minutes of a run: from its start to the first at or after its end, so that the gauges show how it ended.
 *
 * @param startSeconds Epoch seconds, a whole minute.
 * @param endSeconds Epoch seconds.
 */
export function minutesOfRun(startSeconds: number, endSeconds: number): number[] {
  const periods = Math.ceil((endSeconds - startSeconds) / metricPeriodSeconds) + 1;
  return Array.from({ length: periods }, (_, index) => startSeconds + index * metricPeriodSeconds);
}

/** A statistic of one of the metrics that an asynchronous endpoint publishes. */
export interface SeriesQuery {
  readonly metric: AsyncMetricKey;
  readonly statistic: "Average" | "Sum" | "Minimum" | "Maximum" | "SampleCount";
}

/** GetMetricData takes this many queries a call. */
const queriesPerCall = 500;

/**
 * Reads series of an endpoint's metrics.
 *
 * @param fromSeconds Epoch seconds, a whole minute.
 * @param toSeconds Epoch seconds; the period that begins there is not read.
 * @returns A series for each query, in the order of the queries.
 */
export async function fetchMetricSeries(
  cloudWatch: CloudWatchClient,
  target: LoadTarget,
  queries: readonly SeriesQuery[],
  fromSeconds: number,
  toSeconds: number,
): Promise<MetricSeries[]> {
  const series = queries.map(() => new Map<number, number>());
  for (let first = 0; first < queries.length; first += queriesPerCall) {
    const metricDataQueries = queries
      .slice(first, first + queriesPerCall)
      .map((query, offset) => metricDataQuery(query, target, first + offset));
    let nextToken: string | undefined;
    do {
      const answer = await cloudWatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: metricDataQueries,
          StartTime: new Date(fromSeconds * 1000),
          EndTime: new Date(toSeconds * 1000),
          ScanBy: "TimestampAscending",
          ...(nextToken === undefined ? {} : { NextToken: nextToken }),
        }),
      );
      for (const {
        Id: id = "",
        Timestamps: times = [],
        Values: values = [],
      } of answer.MetricDataResults ?? []) {
        times.forEach((time, index) => {
          series[Number(id.slice(1))]?.set(time.getTime() / 1000, values[index] ?? 0);
        });
      }
      nextToken = answer.NextToken;
    } while (nextToken !== undefined);
  }
  return series;
}

function metricDataQuery(query: SeriesQuery, target: LoadTarget, index: number): MetricDataQuery {
  const metric: MetricDefinition = asyncMetrics[query.metric];
  const dimensions = metricDimensions(metric, target.endpointName, target.variantName);
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: metricPeriodSeconds,
      Stat: query.statistic,
    },
  };
}
