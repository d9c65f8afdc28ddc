import { completeScaling } from "../simulator/scenario/schema";
import { type ScalingChoice, stackScaling } from "../simulator/scenario/stack-scenario";
import { type EvaluationTask, type PlanProblem } from "./evaluation";
import { type ScheduleWindow, type WarmUp, windowActions } from "./schedule-windows";

/** Settings that the planner weighs: those of a stack, on one of the hosts. */
export interface PlannedSettings extends ScalingChoice {
  /** Place of the host in the problem's list. */
  readonly host: number;
  readonly concurrency: number;
  readonly idleScaleInSeconds: number;
  readonly warmUp: WarmUp | null;
}

/** The run of settings with a seed. */
export function settingsTask(
  { base, hosts }: PlanProblem,
  settings: PlannedSettings,
  windows: readonly ScheduleWindow[],
  seed: number,
): EvaluationTask {
  const { host, concurrency, minCapacity, warmUp } = settings;
  const scaling = completeScaling(stackScaling(settings));
  const warm = Math.max(minCapacity, warmUp?.instances ?? 0);
  const isWarmAtStart = warmUp !== null && (windows[0]?.fromSeconds ?? Infinity) === 0;
  return {
    host,
    seed,
    trafficMultiple: 1,
    endpoint: {
      instanceType: hosts[host]?.instanceType ?? base.endpoint.instanceType,
      initialInstanceCount: isWarmAtStart ? warm : minCapacity,
      maxConcurrentInvocationsPerInstance: concurrency,
    },
    scaling:
      warmUp === null
        ? scaling
        : { ...scaling, scheduledActions: windowActions(windows, warmUp, minCapacity) },
    // A fleet that is warm when the run begins has been billed for its lead.
    prepaidInstanceSeconds: isWarmAtStart ? (warm - minCapacity) * warmUp.leadSeconds : 0,
  };
}
