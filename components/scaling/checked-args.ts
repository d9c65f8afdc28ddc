import * as pulumi from "@pulumi/pulumi";

import { capacityOrder, named, positiveNumber, wholeNumberIn } from "../../sagemaker/checks";
import { limits, sageMakerName } from "../../sagemaker/limits";
import { idleTimeProblem, scaleInOnBacklogProblem } from "../../sagemaker/scale-in-safety";
import { defaultBusyPercent, defaultIdleSeconds } from "../../sagemaker/scaling-plans";
import { scheduledCapacitiesProblem } from "../../sagemaker/schedules";
import { type AutoscalingPolicyArgs } from "../autoscaling-policy-args";
import { checkedInputs, ifWritten, pairRule, withDefaults } from "../validation";

const defaults = {
  minCapacity: 0,
  maxCapacity: 5,
  targetBacklogPerInstance: 5,
  scaleOutCooldownSeconds: 120,
  stepScaling: false,
  stepScalingMinutes: 1,
  wakeUpInstances: 1,
  wakeUpCooldownSeconds: 300,
  longestInvocationSeconds: limits.invocationTimeoutSeconds.max,
  busyUtilizationPercent: defaultBusyPercent,
  scaleInOnBacklog: false,
  scaleInCooldownSeconds: 120,
  schedules: [],
};

/** The arguments with their defaults, each within its range. */
export type CheckedArgs = ReturnType<typeof checkedArgs>;

/** @throws InputPropertiesError naming every argument that is out of its range. */
export function checkedArgs(name: string, args: AutoscalingPolicyArgs) {
  const given = withDefaults(defaults, args);
  const { longestInvocationSeconds: longest } = given;
  const complete = withDefaults(
    {
      idleScaleInSeconds:
        typeof longest === "number"
          ? defaultIdleSeconds(longest)
          : pulumi.output(longest).apply(defaultIdleSeconds),
    },
    given,
  );
  const pair = pairRule<typeof complete>();
  return checkedInputs(
    `AutoscalingPolicy "${name}"`,
    complete,
    {
      endpointName: ifWritten(args.endpointName, named(sageMakerName)),
      variantName: ifWritten(args.variantName, named(sageMakerName)),
      minCapacity: wholeNumberIn(limits.minCapacity),
      maxCapacity: wholeNumberIn(limits.maxCapacity),
      targetBacklogPerInstance: positiveNumber("requests"),
      scaleOutCooldownSeconds: wholeNumberIn(limits.cooldownSeconds),
      stepScalingMinutes: wholeNumberIn(limits.alarmMinutes),
      wakeUpInstances: wholeNumberIn(limits.maxCapacity),
      wakeUpCooldownSeconds: wholeNumberIn(limits.cooldownSeconds),
      longestInvocationSeconds: wholeNumberIn(limits.invocationTimeoutSeconds),
      idleScaleInSeconds: wholeNumberIn(limits.idleSeconds),
      busyUtilizationPercent: positiveNumber("percent"),
      scaleInCooldownSeconds: wholeNumberIn(limits.cooldownSeconds),
      schedules: scheduledCapacitiesProblem,
    },
    [
      pair({
        properties: ["minCapacity", "maxCapacity"],
        reason: (min, max) => capacityOrder(min, max, "`maxCapacity`"),
      }),
      pair({
        properties: ["scaleInOnBacklog", "longestInvocationSeconds"],
        reason: (onBacklog, seconds) =>
          onBacklog ? scaleInOnBacklogProblem(seconds, "`longestInvocationSeconds`") : undefined,
      }),
      pair({
        properties: ["idleScaleInSeconds", "longestInvocationSeconds"],
        reason: (idle, seconds) => idleTimeProblem(idle, seconds, "`longestInvocationSeconds`"),
      }),
    ],
  );
}
