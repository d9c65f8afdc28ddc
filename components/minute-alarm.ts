import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { asyncMetrics, metricDimensions } from "../sagemaker/metrics";
import {
  alarmPeriodSeconds,
  type AlarmSubject,
  type MinuteAlarm,
} from "../sagemaker/minute-alarms";

/** Whose metrics an alarm watches, and what is done when it goes off. */
export interface MinuteAlarmArgs {
  readonly endpointName: pulumi.Input<string>;
  readonly variantName: pulumi.Input<string>;
  readonly description: string;
  readonly alarm: pulumi.Output<MinuteAlarm>;
  readonly alarmActions?: pulumi.Input<string>[];
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Makes an alarm on the metrics of an endpoint. */
export function createMinuteAlarm(
  name: string,
  args: MinuteAlarmArgs,
  parent: pulumi.Resource,
): cloudwatch.MetricAlarm {
  const { alarm, description, alarmActions, tags } = args;
  return new cloudwatch.MetricAlarm(
    name,
    {
      alarmDescription: description,
      ...watched(alarm.subject, args),
      evaluationPeriods: alarm.evaluationPeriods,
      datapointsToAlarm: alarm.apply(
        ({ evaluationPeriods, datapointsToAlarm = evaluationPeriods }) => datapointsToAlarm,
      ),
      threshold: alarm.threshold,
      comparisonOperator: alarm.comparisonOperator,
      treatMissingData: alarm.treatMissingData,
      alarmActions,
      tags,
    },
    { parent },
  );
}

/** One metric, or metric math: which of the two properties are there is known once the alarm is. */
function watched(
  subject: pulumi.Output<AlarmSubject>,
  { endpointName, variantName }: MinuteAlarmArgs,
): Pick<
  cloudwatch.MetricAlarmArgs,
  "namespace" | "metricName" | "dimensions" | "statistic" | "period" | "metricQueries"
> {
  const single = subject.apply((known) => (known.kind === "metric" ? known : undefined));
  const metric = single.apply((known) => known && asyncMetrics[known.metric]);
  return {
    namespace: metric.apply((known) => known?.namespace),
    metricName: metric.apply((known) => known?.name),
    dimensions: pulumi
      .all([metric, endpointName, variantName])
      .apply(([known, endpoint, variant]) => known && metricDimensions(known, endpoint, variant)),
    statistic: single.apply((known) => known?.statistic),
    period: single.apply((known) => (known ? alarmPeriodSeconds : undefined)),
    metricQueries: pulumi
      .all([subject, endpointName, variantName])
      .apply(([known, endpoint, variant]) =>
        known.kind === "math" ? queries(known, endpoint, variant) : undefined,
      ),
  };
}

function queries(
  { terms, expression }: Extract<AlarmSubject, { kind: "math" }>,
  endpointName: string,
  variantName: string,
) {
  const watchedTerms = terms.map(({ id, metric: key, statistic }) => {
    const metric = asyncMetrics[key];
    return {
      id,
      // Left out, AWS takes it for true; the provider does not.
      returnData: false,
      metric: {
        namespace: metric.namespace,
        metricName: metric.name,
        dimensions: metricDimensions(metric, endpointName, variantName),
        stat: statistic,
        period: alarmPeriodSeconds,
      },
    };
  });
  return [...watchedTerms, { id: "result", expression, label: "result", returnData: true }];
}
