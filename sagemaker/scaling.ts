/**
 * The alarms that target tracking makes for a SageMaker variant: above the target for 3 minutes, and below 90 % of it for
 * 15 minutes. AWS does not document the figures; they are those of the alarms that it makes.
 *
 * Source: https://repost.aws/questions/QUf450Wsd9RROGGOIwaolN9w (target 1500: `> 1500 for 3 datapoints within 3 minutes`,
 * `< 1350 for 15 datapoints within 15 minutes`)
 */
export const targetTrackingAlarms = {
  periodSeconds: 60,
  highEvaluationPeriods: 3,
  lowEvaluationPeriods: 15,
  /** Threshold of the low alarm as a share of the target. */
  lowThresholdRatio: 0.9,
} as const;

/** The range that a scalable target keeps its capacity in. */
export interface CapacityRange {
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

/** Brings a capacity into a target's range. */
export function clampCapacity(
  capacity: number,
  { minCapacity, maxCapacity }: CapacityRange,
): number {
  return Math.min(Math.max(capacity, minCapacity), maxCapacity);
}

/**
 * The capacity that target tracking asks for: proportional to the metric, rounded up, so that it adds generously and
 * removes conservatively. Not clamped.
 *
 * At zero instances the metric counts as that of one: AWS writes that an endpoint leaves zero once the backlog exceeds
 * the target, and goes back to zero on a metric of 0.
 *
 * Source: https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html and
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html (10 instances at 150 with target 100: by five)
 *
 * @param current Instances now.
 * @param metricValue The metric for each instance.
 * @param targetValue What it should be; above 0.
 */
export function targetTrackingCapacity(
  current: number,
  metricValue: number,
  targetValue: number,
): number {
  const exact = (Math.max(current, 1) * metricValue) / targetValue;
  // A metric that was divided by the instances and is multiplied again may miss a whole number by an ulp or two.
  return Math.ceil(exact * (1 - 4 * Number.EPSILON));
}

/** How a step policy changes capacity (`AdjustmentType`). */
export type AdjustmentType = "ChangeInCapacity" | "PercentChangeInCapacity" | "ExactCapacity";

/** A step: its interval is relative to the alarm's threshold, null is unbounded. */
export interface ScalingStep {
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  readonly adjustment: number;
}

/**
 * The step whose interval holds a breach.
 *
 * For an alarm above its threshold the lower bound is inclusive and the upper exclusive; below it the reverse.
 *
 * Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
 *
 * @param steps The policy's steps.
 * @param difference Metric minus threshold.
 * @param side The side of the threshold on which the alarm fires.
 * @returns Undefined when no interval holds it: the alarm fires and nothing happens.
 */
export function stepFor<Step extends ScalingStep>(
  steps: readonly Step[],
  difference: number,
  side: "above" | "below",
): Step | undefined {
  return steps.find(({ lowerBound, upperBound }) => {
    const lower = lowerBound ?? -Infinity;
    const upper = upperBound ?? Infinity;
    return side === "above"
      ? difference >= lower && difference < upper
      : difference > lower && difference <= upper;
  });
}

/**
 * The capacity after a step. Not clamped to the target's range, but never below 0.
 *
 * A percentage is rounded toward zero, except that a change of less than one instance becomes one instance; none of zero
 * instances stays none. `minAdjustmentMagnitude` widens a percentage's change.
 *
 * Source: https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html#as-scaling-adjustment
 */
export function stepCapacity(
  current: number,
  type: AdjustmentType,
  adjustment: number,
  minAdjustmentMagnitude: number | null = null,
): number {
  switch (type) {
    case "ChangeInCapacity":
      return Math.max(0, current + adjustment);
    case "ExactCapacity":
      return adjustment;
    case "PercentChangeInCapacity": {
      const change = roundedChange((current * adjustment) / 100);
      const magnitude = Math.max(Math.abs(change), minAdjustmentMagnitude ?? 0);
      return Math.max(0, current + Math.sign(adjustment) * magnitude);
    }
    default:
      return type satisfies never;
  }
}

function roundedChange(change: number): number {
  if (change > 0 && change < 1) return 1;
  if (change < 0 && change > -1) return -1;
  return Math.trunc(change);
}
