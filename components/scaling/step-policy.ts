import * as appautoscaling from "@pulumi/aws/appautoscaling";
import type * as pulumi from "@pulumi/pulumi";

import { type StepPlan } from "../../sagemaker/scaling-plans";
import { createMinuteAlarm } from "../minute-alarm";
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
  const alarm = createMinuteAlarm(
    `${name}-alarm`,
    { ...inputs, description, alarm: plan.alarm, alarmActions: [policy.arn] },
    parent,
  );
  return { policyArn: policy.arn, alarmName: alarm.name };
}
