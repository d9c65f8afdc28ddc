import {
  type GetMetricStatisticsInput,
  type GetMetricStatisticsOutput,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import {
  metricIdOf,
  metricKeyOf,
  metricNameConstraint,
  namespaceConstraint,
  VALIDATION_ERROR,
} from "./metric-id";
import { statisticNamed } from "./metric-queries";
import { timeRangeOf } from "./time-series";

const MAX_DATAPOINTS = 1440;

const input = z.object({
  Namespace: namespaceConstraint,
  MetricName: metricNameConstraint,
  Period: z.number().min(1),
  Statistics: z
    .array(z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]))
    .min(1)
    .max(5)
    .optional(),
  ExtendedStatistics: z.array(z.string()).min(1).max(10).optional(),
});

export const getMetricStatistics: Operation<GetMetricStatisticsInput, GetMetricStatisticsOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const { Statistics: simple = [], ExtendedStatistics: extended = [] } = request;
  if ((simple.length === 0) === (extended.length === 0)) {
    throw new AwsError(
      simple.length === 0 ? "MissingParameter" : "InvalidParameterCombination",
      simple.length === 0
        ? "At least one of the parameters Statistics and ExtendedStatistics must be specified."
        : "The parameters Statistics and ExtendedStatistics cannot be specified together.",
      400,
    );
  }
  const range = timeRangeOf(request.StartTime, request.EndTime, request.Period);
  const requested = (range.end - range.start) / range.periodSeconds;
  if (requested > MAX_DATAPOINTS) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `You have requested up to ${Math.ceil(requested)} datapoints, which exceeds the limit of ${MAX_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const id = metricIdOf(request.Namespace, request.MetricName, request.Dimensions);
  const { metrics } = context.simulation;
  const key = metricKeyOf(id);
  const unit = metrics.list().find((listed) => metricKeyOf(listed.id) === key)?.unit;
  const wanted = new Set<string>(simple);
  const percentiles = extended.map(
    (name) => [name, metrics.values(id, statisticNamed(name), range)] as const,
  );
  return {
    Label: request.MetricName,
    Datapoints: metrics
      .datapoints(id, range.start, range.end, range.periodSeconds)
      .map((point) => ({
        Timestamp: dateOf(point.periodStart),
        Unit: unit as StandardUnit | undefined,
        SampleCount: wanted.has("SampleCount") ? point.sampleCount : undefined,
        Average: wanted.has("Average") ? point.sum / point.sampleCount : undefined,
        Sum: wanted.has("Sum") ? point.sum : undefined,
        Minimum: wanted.has("Minimum") ? point.minimum : undefined,
        Maximum: wanted.has("Maximum") ? point.maximum : undefined,
        ExtendedStatistics:
          percentiles.length === 0
            ? undefined
            : extendedStatistics(
                percentiles,
                (point.periodStart - range.start) / range.periodSeconds,
              ),
      }))
      // Samples that came as aggregates only have no percentiles.
      .filter(({ ExtendedStatistics: some }) => some === undefined || Object.keys(some).length > 0),
  };
};

function extendedStatistics(
  percentiles: readonly (readonly [name: string, values: readonly (number | null)[]])[],
  period: number,
): Record<string, number> {
  const values = percentiles.flatMap(([name, byPeriod]) => {
    const value = byPeriod[period] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}
