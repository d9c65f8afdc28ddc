import * as pulumi from "@pulumi/pulumi";

import { burstPlan, idlePlan, wakeUpPlan } from "../sagemaker/scaling-plans";
import { type AutoscalingPolicyArgs } from "./autoscaling-policy-args";
import { createBacklogPolicy } from "./scaling/backlog-policy";
import { checkedArgs } from "./scaling/checked-args";
import { createScalableTarget } from "./scaling/scalable-target";
import { createSchedules } from "./scaling/schedules";
import { createStepPolicy, type StepPolicy } from "./scaling/step-policy";

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
