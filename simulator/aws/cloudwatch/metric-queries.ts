import { type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { ExpressionError } from "../../engine/expression-syntax";
import { parseStatistic } from "../../engine/metric-store";
import { type AnyStatistic, type MetricQuery } from "../../engine/types";
import { AwsError } from "../errors";
import {
  dimensionsConstraint,
  metricIdOf,
  metricNameConstraint,
  namespaceConstraint,
  selectorOf,
  VALIDATION_ERROR,
} from "./metric-id";

/** Ranges of the members of a query. */
export const queryConstraint = z.object({
  Id: z.string().min(1).max(255),
  Expression: z.string().min(1).max(2048).optional(),
  Period: z.number().min(1).optional(),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: namespaceConstraint.optional(),
        MetricName: metricNameConstraint.optional(),
        Dimensions: dimensionsConstraint.optional(),
      }),
      Period: z.number().min(1),
      Stat: z.string(),
    })
    .optional(),
});

/**
 * The engine's form of the queries of a request or of an alarm.
 *
 * @throws AwsError `ValidationError` for a query that is neither of a metric nor an expression, or an id that is no
 *   name or is there twice
 */
export function metricQueriesOf(queries: readonly MetricDataQuery[]): MetricQuery[] {
  const ids = new Set<string>();
  return queries.map((query) => {
    const { Id: id = "", MetricStat: stat, Expression: expression } = query;
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
      throw invalid(
        `The value '${id}' for parameter MetricDataQueries.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    }
    if (ids.has(id)) {
      throw invalid(`The values for parameter Id must be unique: '${id}' is there twice.`);
    }
    ids.add(id);
    if ((stat === undefined) === (expression === undefined)) {
      throw invalid(`The query "${id}" needs either MetricStat or Expression, and not both.`);
    }
    const { Namespace, MetricName, Dimensions } = stat?.Metric ?? {};
    return {
      id,
      label: query.Label ?? null,
      returnData: query.ReturnData !== false,
      source:
        stat === undefined
          ? {
              kind: "expression",
              expression: expression ?? "",
              periodSeconds: query.Period ?? null,
            }
          : {
              kind: "metric",
              metric: selectorOf(metricIdOf(Namespace, MetricName, Dimensions), stat.Unit),
              statistic: statisticNamed(stat.Stat ?? ""),
              periodSeconds: stat.Period ?? 60,
            },
    };
  });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
const isStatisticOfAws = /^(?:(?:p|tm|wm|tc|ts)\d|(?:TM|WM|TC|TS|PR)\(|IQM$)/;

/** @throws AwsError `InvalidParameterValueException`, and `NotImplemented` for statistics that the engine does not model */
export function statisticNamed(name: string): AnyStatistic {
  const statistic = parseStatistic(name);
  if (statistic === undefined && !isStatisticOfAws.test(name)) {
    throw new AwsError(
      "InvalidParameterValueException",
      `The value ${name} for parameter Stat is not supported.`,
    );
  }
  if (statistic === undefined) {
    throw new AwsError(
      "NotImplemented",
      `The statistic ${name} is not implemented; there are Average, Sum, Minimum, Maximum, SampleCount, percentiles such as p99.9, and trimmed means such as tm99`,
      501,
    );
  }
  return statistic;
}

/**
 * Runs what evaluates or parses an expression.
 *
 * @throws AwsError `ValidationError` or `NotImplemented` in the place of the engine's own error
 */
export function withExpressionErrors<Result>(evaluate: () => Result): Result {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof ExpressionError)) {
      throw error;
    }
    throw error.kind === "invalid"
      ? invalid(error.message)
      : new AwsError("NotImplemented", error.message, 501);
  }
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION_ERROR, message, 400);
}
