import { type AsyncEndpoint, type FleetObserver } from "./async-endpoint";
import { type Firing, type ScaleOutCooldown } from "./scaling-proposal";
import { type ScalingActivity, type ScalingPolicyConfiguration } from "./types";

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

/** A registered target. */
export interface ScalableTarget extends Required<ScalableTargetOptions> {
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
  /** The alarms that target tracking made, AlarmHigh first; none for step scaling. */
  readonly alarmNames: readonly string[];
  readonly createdAt: number;
}

/** When a scheduled action runs. */
export type ActionSchedule =
  | { readonly kind: "at"; readonly atSeconds: number }
  /** Every so often, first at `startSeconds`, or one interval from now. */
  | { readonly kind: "rate"; readonly everySeconds: number }
  /** For calendars (cron): the first instant after the given one; Infinity for never again. */
  | { readonly kind: "calendar"; readonly next: (afterSeconds: number) => number };

/** A change of a target's range at certain times. */
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

/** A policy and what it remembers. */
export interface PolicyState {
  policy: ScalingPolicy;
  scaleOutCooldown: ScaleOutCooldown | null;
}

/** A change under way. */
export interface FleetChange {
  readonly activity: ScalingActivity;
  /** The policy that asked for it; null when the range did. */
  readonly cause: PolicyState | null;
  /** What the policy's cooldown counted as added when it asked: the next cooldown counts on from it. */
  readonly addedBefore: number;
}

/** A target and what it remembers. */
export interface TargetState {
  target: ScalableTarget;
  readonly policies: Map<string, PolicyState>;
  readonly actions: Map<string, ScheduledAction>;
  /** Policies that alarms fired since the last decision, in the order of the alarms. */
  fired: { readonly state: PolicyState; readonly firing: Firing }[];
  change: FleetChange | null;
  scaleInCooldownUntil: number;
  /** The range was changed while the endpoint was busy. */
  mustEnterRange: boolean;
  /** False since it was deregistered: a change under way still comes to its end. */
  isRegistered: boolean;
  readonly observer: FleetObserver;
}

export const nothingSuspended: SuspendedState = {
  dynamicScalingInSuspended: false,
  dynamicScalingOutSuspended: false,
  scheduledScalingSuspended: false,
};
