import * as pulumi from "@pulumi/pulumi";

import { burstPlan, idlePlan, wakeUpPlan } from "../sagemaker/scaling-plans";
import { createBacklogPolicy } from "./scaling/backlog-policy";
import { checkedArgs } from "./scaling/checked-args";
import { createScalableTarget } from "./scaling/scalable-target";
import { createSchedules, type ScheduledCapacityArgs } from "./scaling/schedules";
import { createStepPolicy, type StepPolicy } from "./scaling/step-policy";

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

  /**
   * Whether instances are added in steps, by an alarm of the component's own, instead of by target tracking: for bursts.
   * Target tracking wants three minutes above its target, which nothing can change. Defaults to false.
   */
  readonly stepScaling?: boolean;

  /** Minutes above the target after which `stepScaling` adds instances, 1 to 1440. Defaults to 1. */
  readonly stepScalingMinutes?: pulumi.Input<number>;

  /** Instances that the endpoint is woken from zero with, at least 1. Defaults to 1. */
  readonly wakeUpInstances?: pulumi.Input<number>;

  /** Seconds after the endpoint was woken from zero before it may be woken again. Defaults to 300. */
  readonly wakeUpCooldownSeconds?: pulumi.Input<number>;

  /**
   * Longest time that a request may run, in seconds: that of the endpoint's container. 1 to 3600; defaults to 3600. What
   * scale-in may do depends on it: work that is cut off after 30 seconds must not be there.
   */
  readonly longestInvocationSeconds?: pulumi.Input<number>;

  /**
   * Seconds without anything to do after which the fleet goes to its minimum, rounded up to minutes, 60 to 86400. Not
   * less than `longestInvocationSeconds`. Defaults to that, and to 900 where that is less. Of no use with
   * `scaleInOnBacklog`.
   */
  readonly idleScaleInSeconds?: pulumi.Input<number>;

  /**
   * Utilization of an instance's processors or GPUs above which it has work, in percent of one core or GPU. Defaults to
   * 10: above what an idle model server takes, below what a model takes.
   */
  readonly busyUtilizationPercent?: pulumi.Input<number>;

  /**
   * Whether target tracking also removes instances, whatever runs on them. It saves the most, and it is safe only where
   * every request ends within the 30 seconds that SageMaker gives a removed instance: it is refused when
   * `longestInvocationSeconds` is more. Defaults to false: instances go only all together, once none has any work.
   */
  readonly scaleInOnBacklog?: boolean;

  /** Seconds after instances were removed before more may be. Defaults to 120. */
  readonly scaleInCooldownSeconds?: pulumi.Input<number>;

  /**
   * Other capacities at certain times. They change the range of the target, and the range that is given here is then
   * only where it starts: a later update leaves it as the schedules have set it.
   */
  readonly schedules?: ScheduledCapacityArgs[];

  /** Tags of everything that the component makes and that takes tags. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Scales an asynchronous endpoint with its backlog, from zero and back to zero, without killing work.
 *
 * Three policies share the work. Target tracking, or steps, add instances with the backlog of each. A step policy wakes
 * the endpoint from zero, which target tracking does only once the backlog is above its target: a lone request would
 * wait until it expires. And a step policy on signs of work takes the whole fleet to its minimum once it has been idle
 * for the longest invocation: SageMaker chooses which instance goes, so that none may while any of them works.
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
  /** ARN of the policy that empties an idle fleet; undefined with `scaleInOnBacklog`. */
  public readonly idlePolicyArn: pulumi.Output<string | undefined>;
  /** Name of the alarm that says that the fleet is idle; undefined with `scaleInOnBacklog`. */
  public readonly idleAlarmName: pulumi.Output<string | undefined>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that is out of its range, before anything is created.
   */
  constructor(name: string, args: AutoscalingPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sagemaker-async-inference:index:AutoscalingPolicy", name, {}, opts);
    const inputs = checkedArgs(name, args);

    const target = createScalableTarget(name, inputs, this);
    const step = (suffix: string, plan: Parameters<typeof createStepPolicy>[1]): StepPolicy =>
      createStepPolicy(`${name}-${suffix}`, plan, inputs, target, this);
    const backlogPolicyArn = inputs.stepScaling
      ? step("burst", {
          description: "More requests wait for each instance than the target: adds instances.",
          cooldownSeconds: inputs.scaleOutCooldownSeconds,
          plan: pulumi
            .all([inputs.targetBacklogPerInstance, inputs.stepScalingMinutes])
            .apply(([backlog, minutes]) => burstPlan(backlog, minutes)),
        }).policyArn
      : createBacklogPolicy(name, inputs, target, this).arn;
    const wakeUp = step("wake-up", {
      description: "Requests wait and no instance exists: wakes the endpoint from zero.",
      cooldownSeconds: inputs.wakeUpCooldownSeconds,
      plan: pulumi.output(inputs.wakeUpInstances).apply((instances) => wakeUpPlan(instances)),
    });
    const idle = inputs.scaleInOnBacklog
      ? undefined
      : step("idle", {
          description: "Nothing waits, ends or runs: takes the idle fleet to its minimum.",
          cooldownSeconds: inputs.scaleInCooldownSeconds,
          plan: pulumi
            .all([inputs.idleScaleInSeconds, inputs.busyUtilizationPercent])
            .apply(([seconds, percent]) => idlePlan(seconds, percent)),
        });
    createSchedules(name, inputs.schedules, target, this);

    // The id is the resource id, yet known only once the target is registered: no policy comes earlier.
    this.resourceId = target.id;
    this.backlogPolicyArn = backlogPolicyArn;
    this.wakeUpPolicyArn = wakeUp.policyArn;
    this.wakeUpAlarmName = wakeUp.alarmName;
    this.idlePolicyArn = pulumi.output(idle?.policyArn);
    this.idleAlarmName = pulumi.output(idle?.alarmName);
    this.registerOutputs({
      resourceId: this.resourceId,
      backlogPolicyArn: this.backlogPolicyArn,
      wakeUpPolicyArn: this.wakeUpPolicyArn,
      wakeUpAlarmName: this.wakeUpAlarmName,
      idlePolicyArn: this.idlePolicyArn,
      idleAlarmName: this.idleAlarmName,
    });
  }
}
