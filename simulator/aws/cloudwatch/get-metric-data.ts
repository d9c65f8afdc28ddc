import {
  type GetMetricDataInput,
  type GetMetricDataOutput,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { dateOf } from "../simulated-date";
import { metricIdOf, VALIDATION_ERROR } from "./metric-id";
import { evaluateExpression } from "./metric-math";
import { readSeries, type TimeRange, timeRangeOf, type TimeSeries } from "./time-series";

const MAX_QUERIES = 500;

const input = z.object({
  MetricDataQueries: z
    .array(
      z.object({
        Id: z
          .string()
          .min(1)
          .max(255)
          .regex(/^[a-z][a-zA-Z0-9_]*$/),
        Period: z.number().min(1).optional(),
      }),
    )
    .max(MAX_QUERIES),
});

export const getMetricData: Operation<GetMetricDataInput, GetMetricDataOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const queries = request.MetricDataQueries ?? [];
  const evaluation = new QueryEvaluation(queries, request, context);
  const newestFirst = request.ScanBy !== "TimestampAscending";
  return {
    MetricDataResults: queries
      .filter(({ ReturnData: returned }) => returned !== false)
      .map((query) => {
        const points = [...evaluation.series(query).values].sort(([a], [b]) => a - b);
        if (newestFirst) {
          points.reverse();
        }
        return {
          Id: query.Id,
          Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? query.Id,
          Timestamps: points.map(([at]) => dateOf(at)),
          Values: points.map(([, value]) => value),
          StatusCode: "Complete" as const,
        };
      }),
    Messages: [],
  };
};

/** Evaluates the queries of one request, each once, in whatever order they refer to each other. */
class QueryEvaluation {
  private readonly done = new Map<string, TimeSeries>();
  private readonly underWay = new Set<string>();

  constructor(
    private readonly queries: readonly MetricDataQuery[],
    private readonly request: GetMetricDataInput,
    private readonly context: RequestContext,
  ) {}

  series(query: MetricDataQuery): TimeSeries {
    const id = query.Id ?? "";
    const known = this.done.get(id);
    if (known !== undefined) {
      return known;
    }
    if (this.underWay.has(id)) {
      throw new AwsError(VALIDATION_ERROR, `The query "${id}" refers to itself.`, 400);
    }
    this.underWay.add(id);
    const made = this.evaluate(query);
    this.underWay.delete(id);
    this.done.set(id, made);
    return made;
  }

  private evaluate(query: MetricDataQuery): TimeSeries {
    const { MetricStat: stat, Expression: expression } = query;
    if ((stat === undefined) === (expression === undefined)) {
      throw new AwsError(
        VALIDATION_ERROR,
        `The query "${query.Id}" needs either MetricStat or Expression, and not both.`,
        400,
      );
    }
    if (stat !== undefined) {
      const { Namespace, MetricName, Dimensions } = stat.Metric ?? {};
      const id = metricIdOf(Namespace, MetricName, Dimensions);
      return readSeries(this.context.simulation, id, stat.Stat ?? "", this.range(stat.Period));
    }
    return evaluateExpression(expression ?? "", {
      range: this.range(query.Period ?? this.shortestPeriod()),
      series: (id) => {
        const other = this.queries.find((each) => each.Id === id);
        return other && this.series(other);
      },
      all: () =>
        this.queries
          .filter((each) => each.MetricStat !== undefined)
          .map((each) => this.series(each)),
    });
  }

  private range(period: number | undefined): TimeRange {
    return timeRangeOf(this.request.StartTime, this.request.EndTime, period);
  }

  private shortestPeriod(): number | undefined {
    const periods = this.queries.flatMap(({ MetricStat: stat }) => stat?.Period ?? []);
    return periods.length === 0 ? undefined : Math.min(...periods);
  }
}
