import { type AsyncEndpoint } from "../../simulator/engine/async-endpoint";
import { type Simulation } from "../../simulator/engine/simulation";
import {
  type ScalingActivity,
  type ScalingPolicyConfiguration,
} from "../../simulator/engine/types";
import { type RangeCase } from "./chaos-case";
import { invariant } from "./violation";

/** How far an alarm of target tracking may look back, with its extra periods and lag. */
const longestLookBackSeconds = 3600;

interface PendingAction {
  readonly at: number;
  readonly minCapacity: number | null;
  readonly maxCapacity: number | null;
}

/** A policy keeps its identity while it is replaced, until it is deleted. */
interface Policy {
  readonly name: string;
  configuration: ScalingPolicyConfiguration;
  scaleOutCooldown: ScaleOutCooldown | null;
}

interface Cooldown {
  readonly policy: string;
  readonly until: number;
}

/** What a policy added, and until when that counts as part of what it adds next. */
interface ScaleOutCooldown {
  readonly until: number;
  readonly added: number;
}

/** Watches one scalable target: what Application Auto Scaling guarantees of its fleet. */
export class ScalingWatch {
  private range: RangeCase | null = null;
  private readonly pending: PendingAction[] = [];
  private readonly policies = new Map<string, Policy>();
  /** The user changed the fleet by hand: nobody guarantees that it is in the range. */
  private isByHand = false;
  private scaleInCooldown: Cooldown | null = null;
  private known = 0;
  private underWay: {
    readonly activity: ScalingActivity;
    readonly policy?: Policy;
    /** The policy's scale-out cooldown that was in effect when it began. */
    readonly within?: ScaleOutCooldown | null;
  } | null = null;

  constructor(
    private readonly simulation: Simulation,
    private readonly resourceId: string,
    public endpoint: AsyncEndpoint,
  ) {}

  get isRegistered(): boolean {
    return this.range !== null;
  }

  register(range: RangeCase): void {
    this.range = range;
    this.isByHand = false;
  }

  deregister(): void {
    this.range = null;
    this.pending.length = 0;
    this.policies.clear();
    this.scaleInCooldown = null;
  }

  schedule(action: PendingAction): void {
    this.pending.push(action);
  }

  putPolicy(name: string, configuration: ScalingPolicyConfiguration): void {
    const existing = this.policies.get(name);
    if (existing !== undefined) existing.configuration = configuration;
    else this.policies.set(name, { name, configuration, scaleOutCooldown: null });
  }

  deletePolicy(name: string): void {
    this.policies.delete(name);
  }

  changedByHand(): void {
    this.isByHand = true;
  }

  /** What must hold between events. */
  check(now: number, isOver: boolean): void {
    const ranges = this.rangesOf(now, isOver);
    const target = this.simulation.autoscaling.target(this.resourceId);
    invariant(
      (target === undefined) === (this.range === null),
      () => `the target is ${target === undefined ? "not " : ""}registered`,
    );
    if (target !== undefined && this.range !== null) {
      const { minCapacity, maxCapacity } = this.range;
      invariant(
        target.minCapacity === minCapacity && target.maxCapacity === maxCapacity,
        () =>
          `the range is ${target.minCapacity}..${target.maxCapacity} at ${now}, not ${minCapacity}..${maxCapacity}`,
      );
      const desired = this.endpoint.desiredInstanceCount;
      invariant(
        this.endpoint.status !== "InService" ||
          this.isByHand ||
          (desired >= minCapacity && desired <= maxCapacity),
        () => `${desired} instances at ${now}, the range is ${minCapacity}..${maxCapacity}`,
      );
    }
    this.checkActivities(now, ranges);
  }

  /** The ranges that were in force at this instant, once it is over; scheduled actions that are due change them. */
  private rangesOf(now: number, isOver: boolean): RangeCase[] {
    const isDue = ({ at }: PendingAction): boolean => (isOver ? at <= now : at < now);
    const ranges = this.range === null ? [] : [this.range];
    for (const action of this.pending.filter(isDue).sort((a, b) => a.at - b.at)) {
      this.pending.splice(this.pending.indexOf(action), 1);
      if (this.range === null || this.range.suspended === "scheduled") continue;
      const minCapacity = action.minCapacity ?? this.range.minCapacity;
      const maxCapacity = action.maxCapacity ?? this.range.maxCapacity;
      if (minCapacity > maxCapacity) continue;
      this.range = { ...this.range, minCapacity, maxCapacity };
      this.isByHand = false;
      ranges.push(this.range);
    }
    return ranges;
  }

  private checkActivities(now: number, ranges: readonly RangeCase[]): void {
    const activities = this.simulation.autoscaling.activities(this.resourceId);
    this.noteEnd();
    const fresh = activities.slice(0, activities.length - this.known).reverse();
    this.known = activities.length;
    for (const activity of fresh) {
      if (activity.notScaledReason === null) this.began(activity, now, ranges);
      else this.notScaled(activity);
      this.noteEnd();
    }
    invariant(
      this.underWay === null || this.endpoint.status === "Updating",
      () => `an activity is in progress while the endpoint is ${this.endpoint.status}`,
    );
  }

  private began(activity: ScalingActivity, now: number, ranges: readonly RangeCase[]): void {
    const { from, to, cause, startSeconds } = activity;
    invariant(this.underWay === null, () => `two activities are in progress at ${now}`);
    invariant(startSeconds === now, () => `an activity of ${startSeconds} appears at ${now}`);
    invariant(
      ranges.some(({ minCapacity, maxCapacity }) => to >= minCapacity && to <= maxCapacity),
      () => `an activity goes to ${to} at ${now}, out of ${JSON.stringify(ranges)}`,
    );
    invariant(from !== to, () => `an activity changes nothing at ${now}`);
    this.underWay = { activity };
    const fired = /^monitor alarm (.+) in state ALARM triggered policy (.+)$/.exec(cause);
    if (fired === null) {
      if (to > from) this.scaleInCooldown = null;
      return;
    }
    const [, alarm = "", name = ""] = fired;
    const policy = this.policies.get(name);
    const cooling = policy?.scaleOutCooldown ?? null;
    const within = cooling !== null && now < cooling.until ? cooling : null;
    this.underWay = { activity, policy, within };
    invariant(
      this.simulation.alarms.get(alarm)?.state === "ALARM",
      () => `alarm ${alarm} scales at ${now} while it is not in ALARM`,
    );
    const { suspended } = ranges[0] ?? {};
    invariant(
      suspended !== (to > from ? "out" : "in"),
      () => `${name} scales ${from} -> ${to} at ${now} while that is suspended`,
    );
    const configuration = policy?.configuration;
    if (to > from) {
      this.scaleInCooldown = null;
      if (policy !== undefined && within !== null) this.addsNoMoreThan(policy, within, activity);
      return;
    }
    invariant(
      configuration?.kind !== "TargetTrackingScaling" || !configuration.disableScaleIn,
      () => `${name} scales in at ${now} though it must not`,
    );
    const { maxScaleInStep } = this.simulation.platform;
    invariant(
      configuration?.kind !== "TargetTrackingScaling" ||
        maxScaleInStep === null ||
        from - to <= maxScaleInStep ||
        to === Math.max(...ranges.map(({ maxCapacity }) => maxCapacity)),
      () => `${name} removes ${from - to} at a time at ${now}`,
    );
    const cooldown = this.scaleInCooldown;
    invariant(
      cooldown === null || now >= cooldown.until,
      () =>
        `${name} scales in at ${now}, in the cooldown of ${cooldown?.policy} to ${cooldown?.until}`,
    );
  }

  /** Within the cooldown of a scale-out, what that one added is part of what a larger one adds. */
  private addsNoMoreThan(
    policy: Policy,
    { added, until }: ScaleOutCooldown,
    { from, to, startSeconds }: ScalingActivity,
  ): void {
    const wanted = this.mostWanted(policy.configuration, from, startSeconds);
    invariant(
      to <= Math.max(0, from - added) + wanted,
      () =>
        `${policy.name} scales ${from} -> ${to} at ${startSeconds}, in its cooldown to ${until} after +${added}, though it ` +
        `wants +${wanted} at most`,
    );
  }

  /** The most that a policy can want to add: by its step, or by the highest value that its alarm may have seen. */
  private mostWanted(configuration: ScalingPolicyConfiguration, from: number, at: number): number {
    if (configuration.kind === "StepScaling") {
      return Math.max(...configuration.steps.map(({ adjustment }) => adjustment));
    }
    const { metric, targetValue } = configuration;
    const since = Math.max(0, at - longestLookBackSeconds);
    const seen =
      metric === null ? [] : this.simulation.metrics.datapoints(metric, since, at + 1, 60, at);
    const highest = Math.max(0, ...seen.map(({ maximum }) => maximum));
    return Math.ceil((Math.max(from, 1) * highest) / targetValue) - from;
  }

  /** When the activity under way is over: a change by a policy starts its cooldown. */
  private noteEnd(): void {
    if (this.underWay === null) return;
    const { activity, policy, within } = this.underWay;
    const { from, to, endSeconds, startSeconds, status } = activity;
    if (endSeconds === null) return;
    this.underWay = null;
    invariant(endSeconds >= startSeconds, () => `an activity ended before it began`);
    if (status !== "Successful" || policy === undefined) return;
    const { configuration } = policy;
    const isStep = configuration.kind === "StepScaling";
    if (to > from) {
      const seconds = isStep
        ? configuration.cooldownSeconds
        : configuration.scaleOutCooldownSeconds;
      const added = (within?.added ?? 0) + to - from;
      policy.scaleOutCooldown = { until: endSeconds + seconds, added };
    } else {
      const seconds = isStep ? configuration.cooldownSeconds : configuration.scaleInCooldownSeconds;
      this.scaleInCooldown = { policy: policy.name, until: endSeconds + seconds };
    }
  }

  private notScaled({ notScaledReason, to, startSeconds }: ScalingActivity): void {
    if (this.range === null) return;
    const { minCapacity, maxCapacity } = this.range;
    invariant(
      (notScaledReason !== "AlreadyAtMaxCapacity" || to >= maxCapacity) &&
        (notScaledReason !== "AlreadyAtMinCapacity" || to <= minCapacity),
      () => `${notScaledReason} with ${to} of ${minCapacity}..${maxCapacity} at ${startSeconds}`,
    );
  }
}
