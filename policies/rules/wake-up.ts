import { type PolicyResource } from "@pulumi/policy";

import { asyncMetrics } from "../../sagemaker/metrics";
import { types } from "../resource-types";
import { at, known, listAt, numberAt, stackRule, textAt } from "../rule";
import { ofType, refersTo, scalesVariant, schedulesOf } from "../stack-graph";

/** The rule that a fleet which may go to zero comes back. */
export const wakeUp = stackRule({
  name: "zero-wakes-up",
  description:
    "A fleet that may go to zero has a step policy that wakes it, fired by an alarm that goes off at a HasBacklogWithoutCapacity of 1. Target tracking wakes it only once the backlog exceeds the target: a lone request waits until it expires.",
  severity: "high",
  level: "mandatory",
  remedy:
    "Add a step policy that adds instances, and an alarm on HasBacklogWithoutCapacity at 1 or more with the policy among its actions; AutoscalingPolicy does. Or raise the minimum to 1.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html",
  check: (resources) => {
    const alarms = ofType(resources, types.alarm).filter(goesOff);
    return ofType(resources, types.scalableTarget)
      .filter(scalesVariant)
      .filter((target) => mayBeZero(resources, target))
      .filter((target) => {
        const steps = ofType(resources, types.scalingPolicy).filter(
          (policy) => refersTo(policy, "resourceId", target) && addsInstances(policy),
        );
        return !alarms.some((alarm) => steps.some((step) => refersTo(alarm, "alarmActions", step)));
      })
      .map((resource) => ({
        resource,
        problem:
          "may go to zero, and no alarm that goes off at a HasBacklogWithoutCapacity of 1 fires a step policy of it that adds instances",
      }));
  },
});

function mayBeZero(resources: readonly PolicyResource[], target: PolicyResource): boolean {
  const minima = [
    known(() => at(target.props, "minCapacity"), undefined),
    ...schedulesOf(resources, target).map(({ props }) =>
      known(() => at(props, "scalableTargetAction", "minCapacity"), undefined),
    ),
  ];
  return minima.some((minimum) => minimum !== undefined && Number(minimum) === 0);
}

/** Whether an alarm on the metric can go off: the metric is 0 or 1, and many set alarms to above 1. */
function goesOff({ props }: PolicyResource): boolean {
  const metricName = known(() => textAt(props, "metricName"), undefined);
  if (metricName !== asyncMetrics.hasBacklogWithoutCapacity.name) return false;
  const statistic = known(() => textAt(props, "statistic"), undefined);
  const threshold = known(() => numberAt(props, "threshold"), undefined);
  switch (known(() => textAt(props, "comparisonOperator"), undefined)) {
    case "LessThanThreshold":
    case "LessThanOrEqualToThreshold":
      return false;
    case "GreaterThanThreshold":
      return threshold === undefined || isUnbounded(statistic) || threshold < 1;
    case "GreaterThanOrEqualToThreshold":
      return threshold === undefined || isUnbounded(statistic) || threshold <= 1;
    default:
      // Known after the deployment only.
      return true;
  }
}

/** Sums, and numbers of samples, of a metric that is never above 1 are. */
function isUnbounded(statistic: string | undefined): boolean {
  return statistic === "Sum" || statistic === "SampleCount";
}

/** Whether a step policy takes the fleet up by any of its steps, as far as they are known. */
function addsInstances({ props }: PolicyResource): boolean {
  if (known(() => textAt(props, "policyType"), undefined) !== "StepScaling") return false;
  const adjustments = known(
    () =>
      listAt(props, "stepScalingPolicyConfiguration", "stepAdjustments").map((step) =>
        numberAt(step, "scalingAdjustment"),
      ),
    [],
  );
  return (
    adjustments.length === 0 ||
    adjustments.some((adjustment) => adjustment === undefined || adjustment > 0)
  );
}
