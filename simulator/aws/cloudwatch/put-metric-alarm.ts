import { type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { type AlarmDefinition } from "../../engine/types";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { alarmArn } from "./alarm-view";
import {
  dimensionsConstraint,
  metricIdOf,
  metricNameConstraint,
  namespaceConstraint,
  VALIDATION_ERROR,
} from "./metric-id";
import { CLOUDWATCH } from "./store";

const daySeconds = 86_400;

const actions = z.array(z.string().min(1).max(1024)).max(5).optional();

const input = z.object({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1024).optional(),
  AlarmActions: actions,
  OKActions: actions,
  InsufficientDataActions: actions,
  Namespace: namespaceConstraint.optional(),
  MetricName: metricNameConstraint.optional(),
  Dimensions: dimensionsConstraint.optional(),
  Statistic: z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]).optional(),
  Period: z.number().min(10).optional(),
  EvaluationPeriods: z.number().min(1).optional(),
  DatapointsToAlarm: z.number().min(1).optional(),
  ComparisonOperator: z
    .enum([
      "GreaterThanOrEqualToThreshold",
      "GreaterThanThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
    ])
    .optional(),
  TreatMissingData: z.enum(["breaching", "notBreaching", "ignore", "missing"]).optional(),
});

/** Creates an alarm, or replaces the definition of one and leaves its state as it is. */
export const putMetricAlarm: Operation<PutMetricAlarmInput, void> = (request, context) => {
  checkConstraints(input, request, VALIDATION_ERROR);
  const definition = alarmDefinitionOf(request);
  const store = context.aws.store(CLOUDWATCH, context.region);
  const isNew = context.simulation.alarms.get(definition.name) === undefined;
  context.simulation.alarms.put(definition);
  store.alarmDefinitions.set(definition.name, request);
  store.addHistory(
    definition.name,
    "ConfigurationUpdate",
    `Alarm "${definition.name}" ${isNew ? "created" : "updated"}`,
    { type: isNew ? "Create" : "Update" },
    context.now,
  );
  if (isNew) {
    store.tags.put(alarmArn(definition.name, context.region), request.Tags);
  }
};

/**
 * The engine's form of an alarm on one metric.
 *
 * @throws AwsError `ValidationError` when the definition is incomplete, `NotImplemented` for what the engine lacks
 */
export function alarmDefinitionOf(request: PutMetricAlarmInput): AlarmDefinition {
  refuseUnmodelled(request);
  const {
    MetricName: name,
    Statistic: statistic,
    Period: periodSeconds,
    EvaluationPeriods: evaluationPeriods,
    Threshold: threshold,
    ComparisonOperator: comparisonOperator,
  } = request;
  if (
    name === undefined ||
    statistic === undefined ||
    periodSeconds === undefined ||
    evaluationPeriods === undefined ||
    threshold === undefined ||
    comparisonOperator === undefined
  ) {
    throw invalid(
      "An alarm on a metric needs MetricName, Namespace, Statistic, Period, EvaluationPeriods, Threshold and ComparisonOperator.",
    );
  }
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
    metric: metricIdOf(request.Namespace, name, request.Dimensions),
    statistic,
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

function refuseUnmodelled(request: PutMetricAlarmInput): void {
  const unmodelled = [
    [request.Metrics !== undefined, "metric math (`Metrics`)"],
    [request.ExtendedStatistic !== undefined, "percentiles (`ExtendedStatistic`)"],
    [request.ThresholdMetricId !== undefined, "anomaly detection (`ThresholdMetricId`)"],
    [request.EvaluationCriteria !== undefined, "PromQL (`EvaluationCriteria`)"],
    [(request.Period ?? 60) < 60, "periods below 60 seconds"],
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
  if ((request.Period ?? 60) % 60 !== 0) {
    throw invalid("Period must be 10, 20, 30 or a multiple of 60.");
  }
}

function invalid(message: string): AwsError {
  return new AwsError(VALIDATION_ERROR, message, 400);
}
