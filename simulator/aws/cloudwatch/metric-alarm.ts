import { type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { QueryEvaluation } from "../../engine/metric-queries";
import { type MetricStore } from "../../engine/metric-store";
import { type AlarmDefinition, type MetricQuery, type WatchedMetric } from "../../engine/types";
import { AwsError } from "../errors";
import { metricIdOf, selectorOf, VALIDATION_ERROR } from "./metric-id";
import { metricQueriesOf, statisticNamed, withExpressionErrors } from "./metric-queries";

const daySeconds = 86_400;

/** What of a request describes one metric; metric math takes the place of all of it. */
const singleMetricMembers = [
  "MetricName",
  "Namespace",
  "Dimensions",
  "Period",
  "Unit",
  "Statistic",
  "ExtendedStatistic",
] as const;

/**
 * The engine's form of an alarm on a metric or on metric math.
 *
 * @param metrics what expressions are tried on
 * @throws AwsError `ValidationError` when the definition is incomplete or contradicts itself, `NotImplemented` for what
 *   the engine lacks
 */
export function alarmDefinitionOf(
  request: PutMetricAlarmInput,
  metrics: MetricStore,
): AlarmDefinition {
  refuseUnmodelled(request);
  const {
    EvaluationPeriods: evaluationPeriods,
    Threshold: threshold,
    ComparisonOperator: comparisonOperator,
  } = request;
  if (
    evaluationPeriods === undefined ||
    threshold === undefined ||
    comparisonOperator === undefined
  ) {
    throw invalid(
      "An alarm needs EvaluationPeriods, Threshold and ComparisonOperator, and a metric or Metrics.",
    );
  }
  const { periodSeconds, ...watched } =
    request.Metrics === undefined ? singleMetricOf(request) : metricMathOf(request, metrics);
  const datapointsToAlarm = request.DatapointsToAlarm ?? evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods) {
    throw invalid("DatapointsToAlarm must not be greater than EvaluationPeriods.");
  }
  const longestSeconds = periodSeconds >= 3600 ? 7 * daySeconds : daySeconds;
  if (periodSeconds * evaluationPeriods > longestSeconds) {
    throw invalid(
      `Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${longestSeconds}).`,
    );
  }
  return {
    name: request.AlarmName ?? "",
    ...watched,
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
    threshold,
    comparisonOperator: comparisonOperator as AlarmDefinition["comparisonOperator"],
    treatMissingData: (request.TreatMissingData ??
      "missing") as AlarmDefinition["treatMissingData"],
    actionsEnabled: request.ActionsEnabled ?? true,
    alarmActions: request.AlarmActions ?? [],
    okActions: request.OKActions ?? [],
    insufficientDataActions: request.InsufficientDataActions ?? [],
  };
}

type Watched = WatchedMetric & { readonly periodSeconds: number };

function singleMetricOf(request: PutMetricAlarmInput): Watched {
  const { MetricName: name, Namespace: namespace, Period: periodSeconds } = request;
  const { Statistic: simple, ExtendedStatistic: extended } = request;
  if (name === undefined || namespace === undefined || periodSeconds === undefined) {
    throw invalid(
      "An alarm on a metric needs MetricName, Namespace, Period, and Statistic or ExtendedStatistic.",
    );
  }
  if ((simple === undefined) === (extended === undefined)) {
    throw invalid(
      "Exactly one of Statistic and ExtendedStatistic must be specified for the metric.",
    );
  }
  return {
    metric: selectorOf(metricIdOf(namespace, name, request.Dimensions), request.Unit),
    statistic: statisticNamed(simple ?? extended ?? ""),
    periodSeconds,
  };
}

function metricMathOf(request: PutMetricAlarmInput, metrics: MetricStore): Watched {
  const given = singleMetricMembers.filter((member) => request[member] !== undefined);
  if (given.length > 0) {
    throw invalid(`Metrics list cannot be specified with ${given.join(", ")}.`);
  }
  return watchedMath(metricQueriesOf(request.Metrics ?? []), metrics);
}

/**
 * Metric math that is watched, once it has been seen to give one time series.
 *
 * @throws AwsError `ValidationError`
 */
export function watchedMath(queries: readonly MetricQuery[], metrics: MetricStore): Watched {
  const [watched, ...others] = queries.filter(({ returnData }) => returnData);
  if (watched === undefined || others.length > 0) {
    throw invalid("Invalid metrics list: exactly one element must return data.");
  }
  const periods = queries.flatMap(({ source }) =>
    source.kind === "metric" ? [source.periodSeconds] : [],
  );
  if (periods.length === 0) {
    throw invalid("Invalid metrics list: at least one element must be of a metric (MetricStat).");
  }
  const periodSeconds = watched.source.periodSeconds ?? Math.max(...periods);
  const range = { start: 0, end: periodSeconds, periodSeconds };
  const evaluation = new QueryEvaluation(queries, {
    metrics,
    asOfSeconds: 0,
    rangeOf: () => range,
    allowsSearch: false,
  });
  const series = withExpressionErrors(() => evaluation.seriesOf(watched));
  if (series.length !== 1) {
    throw invalid(
      `Invalid metrics list: the expression "${watched.id}" gives ${series.length} time series; an alarm watches one.`,
    );
  }
  return { metric: null, statistic: null, queries, periodSeconds };
}

function refuseUnmodelled(request: PutMetricAlarmInput): void {
  const periods = [
    request.Period ?? 60,
    ...(request.Metrics ?? []).map((query) => query.MetricStat?.Period ?? query.Period ?? 60),
  ];
  const unmodelled = [
    [request.ThresholdMetricId !== undefined, "anomaly detection (`ThresholdMetricId`)"],
    [request.EvaluationCriteria !== undefined, "PromQL (`EvaluationCriteria`)"],
    [
      request.EvaluateLowSampleCountPercentile === "ignore",
      "`EvaluateLowSampleCountPercentile` of `ignore`",
    ],
    [periods.some((seconds) => [10, 20, 30].includes(seconds)), "periods below 60 seconds"],
  ] as const;
  for (const [isUsed, feature] of unmodelled) {
    if (isUsed) {
      throw new AwsError(
        "NotImplemented",
        `PutMetricAlarm with ${feature} is not implemented`,
        501,
      );
    }
  }
  if (periods.some((seconds) => seconds % 60 !== 0)) {
    throw invalid("Period must be 10, 20, 30 or a multiple of 60.");
  }
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION_ERROR, message, 400);
}
