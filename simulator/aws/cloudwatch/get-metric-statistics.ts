import {
  type Datapoint,
  type GetMetricStatisticsInput,
  type GetMetricStatisticsOutput,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { type MetricStore } from "../../engine/metric-store";
import { type TimeRange } from "../../engine/time-series";
import { type MetricSelector } from "../../engine/types";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import {
  metricIdOf,
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
  const range = timeRangeOf(request.StartTime, request.EndTime, request.Period, context.now);
  // A day up to now is 1440 minutes, though it begins and ends within one.
  const requested = Math.floor((range.end - range.start) / range.periodSeconds);
  if (requested > MAX_DATAPOINTS) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `You have requested up to ${counted(requested)} datapoints, which exceeds the limit of ${counted(MAX_DATAPOINTS)}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const id = metricIdOf(request.Namespace, request.MetricName, request.Dimensions);
  const { metrics } = context.simulation;
  const units = request.Unit === undefined ? metrics.unitsOf(id) : [request.Unit];
  return {
    Label: request.MetricName,
    Datapoints: units.flatMap((unit) =>
      datapointsOf({ ...id, unit }, range, { simple, extended }, metrics),
    ),
  };
};

function datapointsOf(
  selector: MetricSelector,
  range: TimeRange,
  { simple, extended }: { simple: readonly string[]; extended: readonly string[] },
  metrics: MetricStore,
): Datapoint[] {
  const wanted = new Set(simple);
  const percentiles = extended.map(
    (name) => [name, metrics.values(selector, statisticNamed(name), range)] as const,
  );
  return (
    metrics
      .datapoints(selector, range.start, range.end, range.periodSeconds)
      .map((point) => ({
        Timestamp: dateOf(point.periodStart),
        Unit: selector.unit as StandardUnit | undefined,
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
      .filter(({ ExtendedStatistics: some }) => some === undefined || Object.keys(some).length > 0)
  );
}

/** A number of datapoints in AWS's messages: `1,440`. */
function counted(datapoints: number): string {
  return datapoints.toLocaleString("en-US");
}

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
