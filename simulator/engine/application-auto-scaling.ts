import { type Alarm, type AlarmEvaluator, type ScalingActionHandler } from "./alarm-evaluator";
import { FleetScaling } from "./fleet-scaling";
import { randomSource, type RandomSource, randomUuid } from "./random-streams";
import {
  nothingSuspended,
  type ScalableTarget,
  type ScalableTargetOptions,
  type ScalingPolicy,
  type ScalingPolicyOptions,
  type ScheduledAction,
  type TargetState,
} from "./scalable-target";
import { ScalingActivityLog } from "./scaling-activity-log";
import { decideCapacity } from "./scaling-decision";
import { runSchedule } from "./scheduled-actions";
import { type SimulationClock } from "./simulation-clock";
import { alarmsOfTargetTracking } from "./target-tracking-alarms";
import { type ScalingActivity } from "./types";

export type {
  ActionSchedule,
  ScalableTarget,
  ScalableTargetOptions,
  ScalingPolicy,
  ScalingPolicyOptions,
  ScheduledAction,
  SuspendedState,
} from "./scalable-target";

/** Application Auto Scaling for endpoint variants. */
export class ApplicationAutoScaling implements ScalingActionHandler {
  private readonly states = new Map<string, TargetState>();
  private readonly log: ScalingActivityLog;
  private readonly fleets: FleetScaling;
  private readonly ids: RandomSource;

  constructor(
    private readonly clock: SimulationClock,
    private readonly alarms: AlarmEvaluator,
  ) {
    this.log = new ScalingActivityLog(clock);
    this.fleets = new FleetScaling(clock, this.log);
    this.ids = randomSource(clock.seed, "identifiers", "scaling-policies");
  }

  /**
   * Registers a target, or changes one. A fleet outside the range is brought into it, at once when the endpoint is
   * `InService`, otherwise as soon as it is.
   *
   * @throws Error when the minimum is above the maximum.
   */
  registerTarget(options: ScalableTargetOptions): void {
    const { resourceId, endpoint, minCapacity, maxCapacity } = options;
    if (minCapacity > maxCapacity) {
      throw new Error(
        `\`minCapacity\` is ${minCapacity}, above \`maxCapacity\` ${maxCapacity}; lower it or raise the maximum.`,
      );
    }
    const existing = this.states.get(resourceId);
    const state: TargetState = existing ?? {
      target: { ...options, suspendedState: nothingSuspended, registeredAt: this.clock.now },
      policies: new Map(),
      actions: new Map(),
      fired: [],
      change: null,
      scaleInCooldownUntil: -Infinity,
      mustEnterRange: false,
      isRegistered: true,
      observer: () => this.fleets.settle(state),
    };
    const suspendedState = options.suspendedState ?? state.target.suspendedState;
    state.target.endpoint.fleetObservers.delete(state.observer);
    endpoint.fleetObservers.add(state.observer);
    state.target = { ...state.target, endpoint, minCapacity, maxCapacity, suspendedState };
    this.states.set(resourceId, state);
    this.fleets.enterRange(state);
  }

  /**
   * Removes a target with its policies, their own alarms and its scheduled actions. A change under way goes on, and its
   * activity ends with it. An unknown target does nothing.
   */
  deregisterTarget(resourceId: string): void {
    const state = this.states.get(resourceId);
    if (state === undefined) return;
    for (const name of state.policies.keys()) this.deletePolicy(resourceId, name);
    state.actions.clear();
    if (state.change === null) state.target.endpoint.fleetObservers.delete(state.observer);
    state.isRegistered = false;
    this.states.delete(resourceId);
  }

  target(resourceId: string): ScalableTarget | undefined {
    return this.states.get(resourceId)?.target;
  }

  /** Every target, in order of registration. */
  targets(): ScalableTarget[] {
    return [...this.states.values()].map(({ target }) => target);
  }

  /**
   * Creates or replaces a policy. Target tracking makes its alarms; those of a policy that it replaces go.
   *
   * @throws Error when the target is not registered.
   */
  putPolicy(options: ScalingPolicyOptions): { alarmNames: string[] } {
    const { resourceId, name, arn, configuration } = options;
    const state = this.require(resourceId);
    const existing = state.policies.get(name);
    for (const alarmName of existing?.policy.alarmNames ?? []) this.alarms.delete(alarmName);
    const definitions =
      configuration.kind === "TargetTrackingScaling"
        ? alarmsOfTargetTracking(resourceId, arn, configuration, {
            createdBy: randomUuid(this.ids),
            high: randomUuid(this.ids),
            low: randomUuid(this.ids),
          })
        : [];
    for (const definition of definitions) this.alarms.put(definition);
    const alarmNames = definitions.map((definition) => definition.name);
    const createdAt = existing?.policy.createdAt ?? this.clock.now;
    const policy: ScalingPolicy = { ...options, alarmNames, createdAt };
    if (existing === undefined) state.policies.set(name, { policy, scaleOutCooldown: null });
    else existing.policy = policy;
    return { alarmNames };
  }

  /** Deletes a policy, and the alarms that target tracking made. An unknown one does nothing. */
  deletePolicy(resourceId: string, name: string): void {
    const state = this.states.get(resourceId);
    for (const alarmName of state?.policies.get(name)?.policy.alarmNames ?? []) {
      this.alarms.delete(alarmName);
    }
    state?.policies.delete(name);
  }

  /** The policies of a target, or of all. */
  policies(resourceId?: string): ScalingPolicy[] {
    return this.selected(resourceId).flatMap((state) =>
      [...state.policies.values()].map(({ policy }) => policy),
    );
  }

  /**
   * Creates or replaces a scheduled action. Each run sets the target's minimum or maximum and brings the fleet into the
   * range, whatever the cooldowns.
   *
   * @throws Error when the target is not registered.
   */
  putScheduledAction(action: ScheduledAction): void {
    const state = this.require(action.resourceId);
    state.actions.set(action.name, action);
    runSchedule(
      this.clock,
      action,
      () => state.actions.get(action.name) === action,
      () => this.runAction(state, action),
    );
  }

  deleteScheduledAction(resourceId: string, name: string): void {
    this.states.get(resourceId)?.actions.delete(name);
  }

  /** The scheduled actions of a target, or of all. */
  scheduledActions(resourceId?: string): ScheduledAction[] {
    return this.selected(resourceId).flatMap((state) => [...state.actions.values()]);
  }

  /** Activities of the last six weeks, newest first; those that changed nothing have a `notScaledReason`. */
  activities(resourceId?: string): ScalingActivity[] {
    return this.log.list(resourceId);
  }

  /** For the alarm evaluator: an alarm in ALARM names this action. Policies that are not ours are ignored. */
  alarmFired(alarm: Alarm, action: string, _atSeconds: number, value: number | null): void {
    const arn = action.replace(/:createdBy\/[^:]*$/, "");
    for (const state of this.states.values()) {
      for (const policyState of state.policies.values()) {
        if (policyState.policy.arn === arn) {
          state.fired.push({ state: policyState, firing: { alarm, value } });
        }
      }
    }
  }

  /** For the alarm evaluator: every alarm of this instant has been evaluated. */
  decide(atSeconds: number): void {
    for (const state of this.states.values()) {
      if (state.fired.length === 0) continue;
      const { target } = state;
      // A busy endpoint refuses changes; the alarms fire again in a minute.
      if (target.endpoint.status === "InService") {
        const current = target.endpoint.desiredInstanceCount;
        const { maxScaleInStep } = this.clock.platform;
        const decision = decideCapacity(state, current, atSeconds, maxScaleInStep);
        if (decision.kind !== "nothing") {
          const { state: cause, firing } = decision.by;
          const reason = `monitor alarm ${firing.alarm.name} in state ALARM triggered policy ${cause.policy.name}`;
          if (decision.kind === "scale") this.fleets.scale(state, decision.capacity, reason, cause);
          else this.log.notScaled(target.resourceId, current, reason, decision.reason);
        }
      }
      state.fired = [];
    }
  }

  private runAction(state: TargetState, action: ScheduledAction): void {
    const { target } = state;
    if (target.suspendedState.scheduledScalingSuspended) return;
    const minCapacity = action.minCapacity ?? target.minCapacity;
    const maxCapacity = action.maxCapacity ?? target.maxCapacity;
    // AWS refuses the resulting range; what it says of the run is not documented.
    if (minCapacity > maxCapacity) return;
    state.target = { ...target, minCapacity, maxCapacity };
    this.fleets.enterRange(state);
  }

  private require(resourceId: string): TargetState {
    const state = this.states.get(resourceId);
    if (state === undefined) {
      throw new Error(`No scalable target \`${resourceId}\` is registered; register it first.`);
    }
    return state;
  }

  private selected(resourceId: string | undefined): TargetState[] {
    if (resourceId === undefined) return [...this.states.values()];
    const state = this.states.get(resourceId);
    return state === undefined ? [] : [state];
  }
}
