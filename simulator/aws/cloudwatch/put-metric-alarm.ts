import { type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { alarmArn } from "./alarm-view";
import {
  dimensionsConstraint,
  metricNameConstraint,
  namespaceConstraint,
  VALIDATION_ERROR,
} from "./metric-id";
import { alarmDefinitionOf } from "./metric-alarm";
import { queryConstraint } from "./metric-queries";
import { CLOUDWATCH } from "./store";

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
  ExtendedStatistic: z.string().optional(),
  Metrics: z.array(queryConstraint).max(20).optional(),
  EvaluateLowSampleCountPercentile: z.enum(["evaluate", "ignore"]).optional(),
  Period: z.number().min(1).optional(),
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
  const { alarms, compositeAlarms, metrics } = context.simulation;
  const definition = alarmDefinitionOf(request, metrics);
  if (compositeAlarms.get(definition.name) !== undefined) {
    throw new AwsError(
      VALIDATION_ERROR,
      `The alarm ${definition.name} exists already as a composite alarm.`,
      400,
    );
  }
  const store = context.aws.store(CLOUDWATCH, context.region);
  const isNew = alarms.get(definition.name) === undefined;
  alarms.put(definition);
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
