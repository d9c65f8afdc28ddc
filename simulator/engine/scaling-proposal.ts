import {
  type CapacityRange,
  clampCapacity,
  stepCapacity,
  stepFor,
  targetTrackingCapacity,
} from "../../sagemaker/scaling";
import { type Alarm } from "./alarm-evaluator";
import { type ScalingPolicyConfiguration, type StepScalingConfiguration } from "./types";

/** A scale-out cooldown that is in effect. */
export interface ScaleOutCooldown {
  readonly untilSeconds: number;
  /** Instances that the initiating activity added, and larger ones that followed within its cooldown. */
  readonly added: number;
}

/** An alarm that fired a policy, and the value that it stands at. */
export interface Firing {
  readonly alarm: Alarm;
  readonly value: number | null;
}

/** The capacity that a policy asks for; equal to the present one when it wants no change. */
export interface ScalingProposal {
  /** Which way the alarm points, whatever the outcome. */
  readonly direction: "out" | "in";
  readonly capacity: number;
}

/**
 * What a policy asks for when an alarm fires it, its scale-out cooldown considered.
 *
 * "While the cooldown is in effect, the capacity added by the initiating activity is calculated as part of the desired
 * capacity for the next scale-out": the increase counts from the capacity before that activity, so that only a larger
 * one adds anything, and only what it is larger by.
 *
 * Source: https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 *
 * @returns Null when the policy has nothing to say: no value, no step that fits, or a cooldown that is not over.
 */
export function proposeCapacity(
  configuration: ScalingPolicyConfiguration,
  { alarm, value }: Firing,
  current: number,
  range: CapacityRange,
  cooldown: ScaleOutCooldown | null,
  maxScaleInStep: number | null,
): ScalingProposal | null {
  if (value === null) return null;
  const side = alarm.comparisonOperator.startsWith("Greater") ? "above" : "below";
  const base = Math.max(0, current - (cooldown?.added ?? 0));
  let wanted: number | null;
  let wantedFromBase: number | null;
  switch (configuration.kind) {
    case "TargetTrackingScaling": {
      const proportional = targetTrackingCapacity(current, value, configuration.targetValue);
      if (side === "below") {
        const floor = maxScaleInStep === null ? 0 : current - maxScaleInStep;
        const capacity = clampCapacity(Math.max(proportional, floor), range);
        return { direction: "in", capacity: Math.min(capacity, current) };
      }
      wanted = Math.max(proportional, current);
      wantedFromBase = base + (wanted - current);
      break;
    }
    case "StepScaling": {
      const difference = value - alarm.threshold;
      wanted = afterStep(configuration, difference, side, current);
      wantedFromBase = afterStep(configuration, difference, side, base);
      break;
    }
    default:
      return configuration satisfies never;
  }
  if (wanted === null || wantedFromBase === null) return null;
  const capacity = clampCapacity(wanted, range);
  const isOut = wanted > current || (wanted === current && side === "above");
  if (!isOut) return { direction: "in", capacity: Math.min(capacity, current) };
  if (cooldown === null || capacity <= current) return { direction: "out", capacity };
  const larger = clampCapacity(wantedFromBase, range);
  return larger > current ? { direction: "out", capacity: larger } : null;
}

function afterStep(
  configuration: StepScalingConfiguration,
  difference: number,
  side: "above" | "below",
  current: number,
): number | null {
  const step = stepFor(configuration.steps, difference, side);
  if (step === undefined) return null;
  const { adjustmentType, minAdjustmentMagnitude } = configuration;
  return stepCapacity(current, adjustmentType, step.adjustment, minAdjustmentMagnitude);
}
