import { type Alarm, type AlarmEvaluator, type ScalingActionHandler } from "./alarm-evaluator.js";
import { type AsyncEndpoint } from "./async-endpoint.js";
import { type SimulationClock } from "./simulation-clock.js";
import { type ScalingActivity, type ScalingPolicyConfiguration } from "./types.js";

/** `SuspendedState` of a scalable target; all false by default. */
export interface SuspendedState {
  readonly dynamicScalingInSuspended: boolean;
  readonly dynamicScalingOutSuspended: boolean;
  readonly scheduledScalingSuspended: boolean;
}

/** A scalable target as given. */
export interface ScalableTargetOptions {
  /** `endpoint/<name>/variant/<name>`. */
  readonly resourceId: string;
  readonly endpoint: AsyncEndpoint;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** Default: what it was; nothing suspended for a new target. */
  readonly suspendedState?: SuspendedState;
}

export interface ScalableTarget extends ScalableTargetOptions {
  readonly suspendedState: SuspendedState;
  readonly registeredAt: number;
}

/** A scaling policy as given; `arn` is what alarms name as their action. */
export interface ScalingPolicyOptions {
  readonly resourceId: string;
  readonly name: string;
  readonly arn: string;
  readonly configuration: ScalingPolicyConfiguration;
}

export interface ScalingPolicy extends ScalingPolicyOptions {
  /** The two (or one) alarms that target tracking made; none for step scaling. */
  readonly alarmNames: readonly string[];
  readonly createdAt: number;
}

/** When a scheduled action runs: once, at a fixed rate, or whenever `next` says. */
export type ActionSchedule =
  | { readonly kind: "at"; readonly atSeconds: number }
  | { readonly kind: "rate"; readonly everySeconds: number }
  /** For calendars (cron): the first instant after the given one; Infinity for never again. */
  | { readonly kind: "calendar"; readonly next: (afterSeconds: number) => number };

export interface ScheduledAction {
  readonly resourceId: string;
  readonly name: string;
  readonly schedule: ActionSchedule;
  /** Nothing runs before it. Default: from now on. */
  readonly startSeconds?: number;
  /** Nothing runs after it. Default: no end. */
  readonly endSeconds?: number;
  /** Default: left as it is; at least one of the two is given. */
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

/** Application Auto Scaling for endpoint variants. */
export class ApplicationAutoScaling implements ScalingActionHandler {
  constructor(
    private readonly clock: SimulationClock,
    private readonly alarms: AlarmEvaluator,
  ) {}

  /** Registers a target, or changes one; a fleet outside the range is brought into it when the endpoint is `InService`. */
  registerTarget(options: ScalableTargetOptions): void {
    throw new Error("under construction");
  }
  /** Removes a target with its policies, their own alarms and its scheduled actions. An unknown one does nothing. */
  deregisterTarget(resourceId: string): void {
    throw new Error("under construction");
  }
  target(resourceId: string): ScalableTarget | undefined {
    throw new Error("under construction");
  }
  targets(): ScalableTarget[] {
    throw new Error("under construction");
  }

  /**
   * Creates or replaces a policy. Target tracking makes its alarms; a replaced policy keeps their names.
   *
   * @throws Error when the target is not registered.
   */
  putPolicy(options: ScalingPolicyOptions): { alarmNames: string[] } {
    throw new Error("under construction");
  }
  /** Deletes a policy, and the alarms that target tracking made. An unknown one does nothing. */
  deletePolicy(resourceId: string, name: string): void {
    throw new Error("under construction");
  }
  policies(resourceId?: string): ScalingPolicy[] {
    throw new Error("under construction");
  }

  /** Creates or replaces a scheduled action. */
  putScheduledAction(action: ScheduledAction): void {
    throw new Error("under construction");
  }
  deleteScheduledAction(resourceId: string, name: string): void {
    throw new Error("under construction");
  }
  scheduledActions(resourceId?: string): ScheduledAction[] {
    throw new Error("under construction");
  }

  /** Activities, newest first, of the last six weeks; those that changed nothing have a `notScaledReason`. */
  activities(resourceId?: string): ScalingActivity[] {
    throw new Error("under construction");
  }

  alarmFired(alarm: Alarm, action: string, atSeconds: number, value: number | null): void {
    throw new Error("under construction");
  }
  decide(atSeconds: number): void {
    throw new Error("under construction");
  }
}
