import { type AlarmSubject, alarmPeriodSeconds, type MinuteAlarm } from "./minute-alarms";
import { type AdjustmentType, type ScalingStep } from "./scaling";

/** A step policy and the alarm that fires it: what the components deploy and what a scenario's run models. */
export interface StepPlan {
  readonly adjustmentType: AdjustmentType;
  readonly steps: readonly ScalingStep[];
  readonly alarm: MinuteAlarm;
}

/**
 * Wakes an endpoint from zero, after so many minutes of a backlog without an instance.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
 *
 * @param instances Instances that it adds; a share of none would be none.
 */
export function wakeUpPlan(instances = 1, evaluationPeriods = 2): StepPlan {
  return {
    adjustmentType: "ChangeInCapacity",
    steps: [{ lowerBound: 0, upperBound: null, adjustment: instances }],
    alarm: {
      subject: { kind: "metric", metric: "hasBacklogWithoutCapacity", statistic: "Average" },
      evaluationPeriods,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "missing",
    },
  };
}

/** Backlogs of an instance, in multiples of its target, from which a further step of {@link burstPlan} begins. */
const burstMultiples = [1, 1.5, 2, 3, 5, 10];

/**
 * Adds instances in steps, with the backlog of each. A step adds what brings the largest backlog of its interval to the
 * target; the last, from ten times the target on, makes the fleet tenfold. None removes any, as exact capacities would.
 *
 * @param targetBacklog Requests waiting for each instance, above which instances are added.
 */
export function burstPlan(targetBacklog: number, evaluationPeriods: number): StepPlan {
  const bound = (multiple: number | undefined): number | null =>
    multiple === undefined ? null : (multiple - 1) * targetBacklog;
  return {
    adjustmentType: "PercentChangeInCapacity",
    steps: burstMultiples.map((multiple, index) => {
      const next = burstMultiples[index + 1];
      return {
        lowerBound: bound(multiple),
        upperBound: bound(next),
        adjustment: ((next ?? multiple) - 1) * 100,
      };
    }),
    alarm: {
      subject: {
        kind: "metric",
        metric: "approximateBacklogSizePerInstance",
        statistic: "Average",
      },
      evaluationPeriods,
      threshold: targetBacklog,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
    },
  };
}

/**
 * Empties a fleet that has had nothing to do for so long, and leaves every other alone.
 *
 * SageMaker chooses the instance that a scale-in takes, and kills what still runs on it after a grace of seconds: of a
 * fleet of any size none may go while any of it works. So the only scale-in is that of the whole idle fleet to the
 * target's minimum, which is what an exact capacity of 0 comes to.
 *
 * An endpoint publishes no metric of the requests that run, and its backlog may leave them out. Signs of work are counted
 * instead: requests that wait, requests that have ended, and a processor or a GPU that is not at rest. A minute without
 * the backlog or the processors has no value, and does not count as idle.
 *
 * @param idleSeconds Rounded up to minutes.
 * @param busyPercent Utilization (100 is a whole core or GPU) above which an instance works.
 */
export function idlePlan(idleSeconds: number, busyPercent: number): StepPlan {
  return emptying(idleSeconds, "notBreaching", {
    kind: "math",
    terms: [
      { id: "waiting", metric: "approximateBacklogSize", statistic: "Maximum" },
      { id: "ended", metric: "invocationsProcessed", statistic: "Sum" },
      { id: "cpu", metric: "cpuUtilization", statistic: "Maximum" },
      { id: "gpu", metric: "gpuUtilization", statistic: "Maximum" },
    ],
    // A gap in one of the summands is a gap in the sum. Instances without a GPU publish no use of one.
    expression: `waiting + FILL(ended, 0) + IF(cpu > ${busyPercent}, 1, 0) + IF(FILL(gpu, 0) > ${busyPercent}, 1, 0)`,
  });
}

/** The `busyPercent` of an expression of {@link idlePlan}; undefined for any other. */
export function busyPercentIn(expression: string): number | undefined {
  const percent = Number(/ IF\(cpu > ([\d.]+), 1, 0\) /.exec(expression)?.[1]);
  return Number.isFinite(percent) ? percent : undefined;
}

/**
 * Empties a fleet whose queue has been empty for so long, whatever runs: requests that run need not be in the backlog.
 * For scenarios only, to be compared with; it kills work that outlives the grace of a scale-in.
 */
export function emptyQueuePlan(idleSeconds: number): StepPlan {
  return emptying(idleSeconds, "missing", {
    kind: "metric",
    metric: "approximateBacklogSize",
    statistic: "Average",
  });
}

function emptying(
  idleSeconds: number,
  treatMissingData: MinuteAlarm["treatMissingData"],
  subject: AlarmSubject,
): StepPlan {
  return {
    adjustmentType: "ExactCapacity",
    steps: [{ lowerBound: null, upperBound: 0, adjustment: 0 }],
    alarm: {
      subject,
      evaluationPeriods: Math.ceil(idleSeconds / alarmPeriodSeconds),
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      treatMissingData,
    },
  };
}

/** Default of the utilization above which an instance works: a tenth of a core, where an idle model server takes hundredths. */
export const defaultBusyPercent = 10;

/**
 * The idle time after which a fleet is emptied unless another is chosen: that of target tracking, or the longest
 * invocation where it is longer.
 */
export function defaultIdleSeconds(longestInvocationSeconds: number): number {
  return Math.max(900, longestInvocationSeconds);
}
