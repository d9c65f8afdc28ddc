import * as appautoscaling from "@pulumi/aws/appautoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { asyncMetrics, metricDimensions } from "../../sagemaker/metrics";
import {
  type AlarmSubject,
  scalingPeriodSeconds,
  type StepPlan,
} from "../../sagemaker/scaling-plans";
import { type CheckedArgs } from "./checked-args";
import { scaledBy } from "./scalable-target";

/** A step policy, and the alarm that fires it. */
export interface StepPolicyArgs {
  readonly description: string;
  readonly plan: pulumi.Output<StepPlan>;
  readonly cooldownSeconds: pulumi.Input<number>;
}

/** What a step policy and its alarm are known by. */
export interface StepPolicy {
  readonly policyArn: pulumi.Output<string>;
  readonly alarmName: pulumi.Output<string>;
}

/** Puts a step policy on a target, and makes its alarm; deleting the policy alone would leave the alarm behind. */
export function createStepPolicy(
  name: string,
  { description, plan, cooldownSeconds }: StepPolicyArgs,
  inputs: CheckedArgs,
  target: appautoscaling.Target,
  parent: pulumi.Resource,
): StepPolicy {
  const policy = new appautoscaling.Policy(
    `${name}-policy`,
    {
      ...scaledBy(target),
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: plan.adjustmentType,
        metricAggregationType: "Average",
        cooldown: cooldownSeconds,
        stepAdjustments: plan.steps.apply((steps) =>
          steps.map(({ lowerBound, upperBound, adjustment }) => ({
            ...(lowerBound === null ? {} : { metricIntervalLowerBound: String(lowerBound) }),
            ...(upperBound === null ? {} : { metricIntervalUpperBound: String(upperBound) }),
            scalingAdjustment: adjustment,
          })),
        ),
      },
    },
    { parent },
  );
  const { alarm } = plan;
  const alarmed = new cloudwatch.MetricAlarm(
    `${name}-alarm`,
    {
      alarmDescription: description,
      ...watched(alarm.subject, inputs),
      evaluationPeriods: alarm.evaluationPeriods,
      datapointsToAlarm: alarm.evaluationPeriods,
      threshold: alarm.threshold,
      comparisonOperator: alarm.comparisonOperator,
      treatMissingData: alarm.treatMissingData,
      alarmActions: [policy.arn],
      tags: inputs.tags,
    },
    { parent },
  );
  return { policyArn: policy.arn, alarmName: alarmed.name };
}

/** One metric, or metric math: which of the two properties are there is known once the plan is. */
function watched(
  subject: pulumi.Output<AlarmSubject>,
  { endpointName, variantName }: CheckedArgs,
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
    period: single.apply((known) => (known ? scalingPeriodSeconds : undefined)),
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
        period: scalingPeriodSeconds,
      },
    };
  });
  return [...watchedTerms, { id: "result", expression, label: "signs of work", returnData: true }];
}
