import { clampCapacity } from "../../sagemaker/scaling";
import { type AsyncEndpoint } from "./async-endpoint";
import { type FleetChange, type PolicyState, type TargetState } from "./scalable-target";
import { type ScalingActivityLog } from "./scaling-activity-log";
import { type SimulationClock } from "./simulation-clock";

/** Carries out what was decided for a target: the changes of its fleet, their activities and the cooldowns after them. */
export class FleetScaling {
  constructor(
    private readonly clock: SimulationClock,
    private readonly log: ScalingActivityLog,
  ) {}

  /**
   * Asks the endpoint for a capacity, and keeps an activity of it. Where the account's quota does not allow it, the
   * activity has failed; a busy endpoint is asked nothing.
   *
   * @param cause the policy that asks; null when the range does
   */
  scale(state: TargetState, capacity: number, reason: string, cause: PolicyState | null): void {
    const { resourceId, endpoint } = state.target;
    const from = endpoint.desiredInstanceCount;
    const refusal = capacity > from ? this.quotaRefusal(endpoint, capacity - from) : null;
    if (refusal !== null) {
      this.log.failed(resourceId, from, capacity, reason, refusal);
      return;
    }
    // A scale-out stops a scale-in cooldown for good.
    if (capacity > from) state.scaleInCooldownUntil = -Infinity;
    if (!endpoint.setDesiredInstanceCount(capacity)) return;
    const activity = this.log.begin(resourceId, from, capacity, reason);
    const cooldown = cause?.scaleOutCooldown ?? null;
    const isCooling = cooldown !== null && this.clock.now < cooldown.untilSeconds;
    state.change = { activity, cause, addedBefore: isCooling ? cooldown.added : 0 };
  }

  /** The endpoint is `InService` again, or on its way out: the change under way has come to its end. */
  settle(state: TargetState): void {
    const { endpoint } = state.target;
    const { change } = state;
    state.change = null;
    if (!state.isRegistered) endpoint.fleetObservers.delete(state.observer);
    if (endpoint.status !== "InService") {
      if (change !== null) this.log.end(change.activity, "Unfulfilled");
      return;
    }
    if (change !== null) {
      const isAsAsked = endpoint.desiredInstanceCount === change.activity.to;
      const otherwise = endpoint.lastChangeFailed ? "Failed" : "Overridden";
      this.log.end(change.activity, isAsAsked ? "Successful" : otherwise);
      if (isAsAsked) this.startCooldown(state, change);
    }
    if (state.mustEnterRange && state.isRegistered) this.enterRange(state);
  }

  /** Brings the fleet into the target's range, at once or as soon as the endpoint is `InService`. */
  enterRange(state: TargetState): void {
    const { endpoint, minCapacity, maxCapacity } = state.target;
    state.mustEnterRange = endpoint.status !== "InService";
    if (state.mustEnterRange) return;
    const current = endpoint.desiredInstanceCount;
    const capacity = clampCapacity(current, state.target);
    if (capacity === current) return;
    const cause =
      capacity > current
        ? `minimum capacity was set to ${minCapacity}`
        : `maximum capacity was set to ${maxCapacity}`;
    this.scale(state, capacity, cause, null);
  }

  /** Why the account's quota does not allow that many more instances, in SageMaker's words; null when it does. */
  private quotaRefusal({ instanceType }: AsyncEndpoint, delta: number): string | null {
    const { instanceQuota } = this.clock.platform;
    const inUse = this.clock.instancesInUse(instanceType);
    if (instanceQuota === null || inUse + delta <= instanceQuota) return null;
    return (
      `The account-level service limit '${instanceType} for endpoint usage' is ${instanceQuota} Instances, with current ` +
      `utilization of ${inUse} Instances and a request delta of ${delta} Instances. Please use AWS Service Quotas to ` +
      "request an increase for this quota. (Service: AmazonSageMaker; Status Code: 400; Error Code: ResourceLimitExceeded)"
    );
  }

  /** Cooldowns run from the success of the activity. Changes of the range start none. */
  private startCooldown(state: TargetState, { activity, cause, addedBefore }: FleetChange): void {
    if (cause === null) return;
    const { configuration } = cause.policy;
    const isTracking = configuration.kind === "TargetTrackingScaling";
    const added = activity.to - activity.from;
    if (added > 0) {
      const seconds = isTracking
        ? configuration.scaleOutCooldownSeconds
        : configuration.cooldownSeconds;
      cause.scaleOutCooldown = {
        untilSeconds: this.clock.now + seconds,
        added: addedBefore + added,
      };
    } else {
      const seconds = isTracking
        ? configuration.scaleInCooldownSeconds
        : configuration.cooldownSeconds;
      state.scaleInCooldownUntil = this.clock.now + seconds;
    }
  }
}
