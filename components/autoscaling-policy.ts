import * as appautoscaling from "@pulumi/aws/appautoscaling";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { capacityOrder, named, positiveNumber, wholeNumberIn } from "../sagemaker/checks";
import { limits, sageMakerName } from "../sagemaker/limits";
import { asyncMetrics, metricDimensions } from "../sagemaker/metrics";
import { checkedInputs, pairRule, withDefaults } from "./validation";

/** Arguments of {@link AutoscalingPolicy}. */
export interface AutoscalingPolicyArgs {
  /** Name of the endpoint to scale. Give it as the output of what makes the endpoint: it must exist first. */
  readonly endpointName: pulumi.Input<string>;

  /** Name of the endpoint's production variant. */
  readonly variantName: pulumi.Input<string>;

  /** Fewest instances; 0 costs nothing while idle. Defaults to 0. */
  readonly minCapacity?: pulumi.Input<number>;

  /** Most instances, at least 1. Defaults to 5. */
  readonly maxCapacity?: pulumi.Input<number>;

  /** Requests waiting for each instance that scaling aims at, above 0. Defaults to 5. */
  readonly targetBacklogPerInstance?: pulumi.Input<number>;

  /** Seconds after instances were added before more may be, unless far more are needed. Defaults to 120. */
  readonly scaleOutCooldownSeconds?: pulumi.Input<number>;

  /** Seconds after instances were removed before more may be. Defaults to 120. */
  readonly scaleInCooldownSeconds?: pulumi.Input<number>;

  /** Seconds after the endpoint was woken from zero before it may be woken again. Defaults to 300. */
  readonly wakeUpCooldownSeconds?: pulumi.Input<number>;

  /** Tags of everything that the component makes and that takes tags. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const defaults = {
  minCapacity: 0,
  maxCapacity: 5,
  targetBacklogPerInstance: 5,
  scaleOutCooldownSeconds: 120,
  scaleInCooldownSeconds: 120,
  wakeUpCooldownSeconds: 300,
};

/**
 * Scales an asynchronous endpoint with its backlog, from zero and back to zero.
 *
 * Two policies share the work: target tracking keeps the backlog of each instance near its target, and a step policy
 * wakes the endpoint from zero, which target tracking does only once the backlog is above the target: a lone request
 * would wait until it expires.
 */
export class AutoscalingPolicy extends pulumi.ComponentResource {
  /** Id of the scalable target, `endpoint/<name>/variant/<name>`. */
  public readonly resourceId: pulumi.Output<string>;
  /** ARN of the policy that follows the backlog. */
  public readonly backlogPolicyArn: pulumi.Output<string>;
  /** ARN of the policy that wakes the endpoint from zero. */
  public readonly wakeUpPolicyArn: pulumi.Output<string>;
  /** Name of the alarm that triggers the wake-up. */
  public readonly wakeUpAlarmName: pulumi.Output<string>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that is out of its range, before anything is created.
   */
  constructor(name: string, args: AutoscalingPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sagemaker-async-inference:index:AutoscalingPolicy", name, {}, opts);
    const inputs = checkedArgs(name, args);

    const target = createTarget(name, inputs, this);
    const backlogPolicy = createBacklogPolicy(name, inputs, target, this);
    const wakeUpPolicy = createWakeUpPolicy(name, inputs, target, this);
    const wakeUpAlarm = createWakeUpAlarm(name, inputs, wakeUpPolicy, this);

    // The id is the resource id, yet known only once the target is registered: no policy comes earlier.
    this.resourceId = target.id;
    this.backlogPolicyArn = backlogPolicy.arn;
    this.wakeUpPolicyArn = wakeUpPolicy.arn;
    this.wakeUpAlarmName = wakeUpAlarm.name;
    this.registerOutputs({
      resourceId: this.resourceId,
      backlogPolicyArn: this.backlogPolicyArn,
      wakeUpPolicyArn: this.wakeUpPolicyArn,
      wakeUpAlarmName: this.wakeUpAlarmName,
    });
  }
}

type CheckedArgs = ReturnType<typeof checkedArgs>;

function checkedArgs(name: string, args: AutoscalingPolicyArgs) {
  const complete = withDefaults(defaults, args);
  return checkedInputs(
    `AutoscalingPolicy "${name}"`,
    complete,
    {
      variantName: named(sageMakerName),
      minCapacity: wholeNumberIn(limits.minCapacity),
      maxCapacity: wholeNumberIn(limits.maxCapacity),
      targetBacklogPerInstance: positiveNumber("requests"),
      scaleOutCooldownSeconds: wholeNumberIn(limits.cooldownSeconds),
      scaleInCooldownSeconds: wholeNumberIn(limits.cooldownSeconds),
      wakeUpCooldownSeconds: wholeNumberIn(limits.cooldownSeconds),
    },
    [
      pairRule<typeof complete>()({
        properties: ["minCapacity", "maxCapacity"],
        reason: (min, max) => capacityOrder(min, max, "`maxCapacity`"),
      }),
    ],
  );
}

function createTarget(
  name: string,
  { endpointName, variantName, minCapacity, maxCapacity, tags }: CheckedArgs,
  parent: pulumi.Resource,
): appautoscaling.Target {
  return new appautoscaling.Target(
    `${name}-target`,
    {
      serviceNamespace: "sagemaker",
      scalableDimension: "sagemaker:variant:DesiredInstanceCount",
      resourceId: pulumi.interpolate`endpoint/${endpointName}/variant/${variantName}`,
      minCapacity,
      maxCapacity,
      tags,
    },
    { parent },
  );
}

function createBacklogPolicy(
  name: string,
  inputs: CheckedArgs,
  target: appautoscaling.Target,
  parent: pulumi.Resource,
): appautoscaling.Policy {
  const metric = asyncMetrics.approximateBacklogSizePerInstance;
  const dimensions = metricDimensions(metric, inputs.endpointName, inputs.variantName);
  return new appautoscaling.Policy(
    `${name}-backlog-policy`,
    {
      ...scaledBy(target),
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: inputs.targetBacklogPerInstance,
        scaleOutCooldown: inputs.scaleOutCooldownSeconds,
        scaleInCooldown: inputs.scaleInCooldownSeconds,
        customizedMetricSpecification: {
          namespace: metric.namespace,
          metricName: metric.name,
          statistic: metric.statistic,
          dimensions: Object.entries(dimensions).map(([key, value]) => ({ name: key, value })),
        },
      },
    },
    { parent },
  );
}

/** One instance is enough to wake up: from there on target tracking sees the whole backlog. */
function createWakeUpPolicy(
  name: string,
  { wakeUpCooldownSeconds }: CheckedArgs,
  target: appautoscaling.Target,
  parent: pulumi.Resource,
): appautoscaling.Policy {
  return new appautoscaling.Policy(
    `${name}-wake-up-policy`,
    {
      ...scaledBy(target),
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Average",
        cooldown: wakeUpCooldownSeconds,
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
      },
    },
    { parent },
  );
}

function createWakeUpAlarm(
  name: string,
  { endpointName, variantName, tags }: CheckedArgs,
  policy: appautoscaling.Policy,
  parent: pulumi.Resource,
): cloudwatch.MetricAlarm {
  const metric = asyncMetrics.hasBacklogWithoutCapacity;
  return new cloudwatch.MetricAlarm(
    `${name}-wake-up-alarm`,
    {
      alarmDescription: "Requests wait and no instance exists: wakes the endpoint from zero.",
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metricDimensions(metric, endpointName, variantName),
      statistic: metric.statistic,
      period: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "missing",
      alarmActions: [policy.arn],
      tags,
    },
    { parent },
  );
}

function scaledBy(target: appautoscaling.Target) {
  return {
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.id,
  };
}
