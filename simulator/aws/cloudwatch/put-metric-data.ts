import { type MetricDatum, type PutMetricDataInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import {
  dimensionsConstraint,
  metricIdOf,
  metricNameConstraint,
  namespaceConstraint,
  VALIDATION_ERROR,
} from "./metric-id";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const LARGEST_VALUE = 2 ** 360;

const input = z.object({
  Namespace: namespaceConstraint,
  MetricData: z
    .array(
      z.object({
        MetricName: metricNameConstraint,
        Dimensions: dimensionsConstraint.optional(),
        Values: z.array(z.unknown()).max(150).optional(),
      }),
    )
    .max(1000)
    .optional(),
});

export const putMetricData: Operation<PutMetricDataInput, void> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const namespace = request.Namespace ?? "";
  if (namespace.startsWith("AWS/")) {
    throw new AwsError(
      "InvalidParameterValueException",
      "The value AWS/ for parameter Namespace is invalid.",
    );
  }
  const data = request.MetricData ?? [];
  data.forEach(checkDatum);
  data.forEach((datum) => record(namespace, datum, context));
};

function checkDatum(datum: MetricDatum, index: number): void {
  const given = [datum.Value, datum.Values, datum.StatisticValues].filter(
    (value) => value !== undefined,
  );
  if (given.length !== 1) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `Exactly one of Value, Values and StatisticValues must be given for MetricData.member.${index + 1}.`,
    );
  }
  const {
    SampleCount: count,
    Sum: sum,
    Minimum: least,
    Maximum: most,
  } = datum.StatisticValues ?? {};
  const numbers = [datum.Value, ...(datum.Values ?? []), count, sum, least, most];
  if (!numbers.every((number) => Math.abs(number ?? 0) <= LARGEST_VALUE)) {
    throw new AwsError(
      "InvalidParameterValueException",
      `The value of MetricData.member.${index + 1} must be a number from -2^360 to 2^360; NaN and infinity are not supported.`,
    );
  }
  if (datum.Counts !== undefined && datum.Counts.length !== datum.Values?.length) {
    throw new AwsError(
      "InvalidParameterValueException",
      `The number of Counts must be the number of Values for MetricData.member.${index + 1}.`,
    );
  }
}

function record(namespace: string, datum: MetricDatum, context: RequestContext): void {
  const { metrics } = context.simulation;
  const id = metricIdOf(namespace, datum.MetricName, datum.Dimensions);
  const atSeconds = datum.Timestamp === undefined ? context.now : datum.Timestamp.getTime() / 1000;
  const set = datum.StatisticValues;
  if (set !== undefined) {
    metrics.recordSet(
      id,
      atSeconds,
      {
        sampleCount: set.SampleCount ?? 0,
        sum: set.Sum ?? 0,
        minimum: set.Minimum ?? 0,
        maximum: set.Maximum ?? 0,
      },
      datum.Unit,
    );
    return;
  }
  const values = datum.Values ?? [datum.Value ?? 0];
  values.forEach((value, index) => {
    metrics.record(id, atSeconds, value, datum.Counts?.[index] ?? 1, datum.Unit);
  });
}
