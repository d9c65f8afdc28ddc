import { type GetMetricDataInput, type GetMetricDataOutput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { QueryEvaluation } from "../../engine/metric-queries";
import { type TimeSeries } from "../../engine/time-series";
import { type MetricQuery } from "../../engine/types";
import { checkConstraints } from "../constraints";
import { type Operation, type RequestContext } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { VALIDATION_ERROR } from "./metric-id";
import { metricQueriesOf, queryConstraint, withExpressionErrors } from "./metric-queries";
import { timeRangeOf } from "./time-series";

/** Most queries of a request, and most datapoints of an answer. */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;

const input = z.object({
  MetricDataQueries: z.array(queryConstraint).max(MAX_QUERIES),
  ScanBy: z.enum(["TimestampAscending", "TimestampDescending"]).optional(),
  MaxDatapoints: z.number().min(1).max(MAX_DATAPOINTS).optional(),
});

export const getMetricData: Operation<GetMetricDataInput, GetMetricDataOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const queries = metricQueriesOf(request.MetricDataQueries ?? []);
  const results = queryResults(queries, request, context);
  const newestFirst = request.ScanBy !== "TimestampAscending";
  const points = results.flatMap(({ series }, index) => {
    const values = [...series.values];
    const ordered = newestFirst ? values.reverse() : values;
    return ordered.map(([at, value]) => ({ index, at, value }));
  });
  const { items, nextToken } = pageOf(
    points,
    request.NextToken,
    request.MaxDatapoints ?? MAX_DATAPOINTS,
  );
  const firstPartial = nextToken === undefined ? Infinity : (items.at(-1)?.index ?? 0);
  const answers = results.map(({ query, series }, index) => ({
    Id: query.id,
    Label: labelOf(query, series),
    Timestamps: [] as Date[],
    Values: [] as number[],
    StatusCode: index >= firstPartial ? ("PartialData" as const) : ("Complete" as const),
  }));
  for (const { index, at, value } of items) {
    answers[index]?.Timestamps.push(dateOf(at));
    answers[index]?.Values.push(value);
  }
  return { MetricDataResults: answers, NextToken: nextToken, Messages: [] };
};

/** A query and a series of it; a search has several. */
export interface QueryResult {
  readonly query: MetricQuery;
  readonly series: TimeSeries;
}

/**
 * The series of the queries that return data, in their order.
 *
 * @throws AwsError `ValidationError` or `NotImplemented` for an expression that cannot be evaluated
 */
export function queryResults(
  queries: readonly MetricQuery[],
  { StartTime: start, EndTime: end }: Pick<GetMetricDataInput, "StartTime" | "EndTime">,
  { simulation }: Pick<RequestContext, "simulation">,
): QueryResult[] {
  const evaluation = new QueryEvaluation(queries, {
    metrics: simulation.metrics,
    asOfSeconds: simulation.now,
    rangeOf: (periodSeconds) => timeRangeOf(start, end, periodSeconds, simulation.now),
    allowsSearch: true,
  });
  return withExpressionErrors(() =>
    queries
      .filter(({ returnData }) => returnData)
      .flatMap((query) => evaluation.seriesOf(query).map((series) => ({ query, series }))),
  );
}

/** The label of a series: that of its query, of the metric that a search found, or the query's metric or id. */
export function labelOf({ id, label, source }: MetricQuery, series: TimeSeries): string {
  const own = source.kind === "metric" ? source.metric.name : (series.label ?? id);
  return label === null || label === ""
    ? own
    : series.label === undefined
      ? label
      : `${label} ${own}`;
}
