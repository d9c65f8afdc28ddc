import type * as pulumi from "@pulumi/pulumi";

/** Another capacity from a certain time on, once or again and again. */
export interface ScheduledCapacityArgs {
  /** Ends the name of the action: letters, digits and hyphens. */
  readonly name: string;

  /**
   * When: `at(2026-01-31T08:00:00)`, `rate(1 day)`, or a cron of six fields such as `cron(0 8 ? * MON-FRI *)`.
   */
  readonly schedule: string;

  /** Time zone of `at` and `cron`, such as `Europe/Berlin`. Defaults to UTC. */
  readonly timezone?: string;

  /** Fewest instances from then on. Left as it is when omitted. */
  readonly minCapacity?: number;

  /**
   * Most instances from then on. Left as it is when omitted. A maximum below what runs removes instances at once, work
   * in flight or not.
   */
  readonly maxCapacity?: number;
}

/** Arguments of `AutoscalingPolicy`. */
export interface AutoscalingPolicyArgs {
  /** Name of the endpoint to scale. Give it as the output of what makes the endpoint: it must exist first. */
  readonly endpointName: pulumi.Input<string>;

  /** Name of the endpoint's production variant. */
  readonly variantName: pulumi.Input<string>;

  /** Fewest instances; 0 costs nothing while idle. Defaults to 0. */
  readonly minCapacity?: pulumi.Input<number>;

  /** Most instances, at least 1. Defaults to 5. */
  readonly maxCapacity?: pulumi.Input<number>;

  /** Requests waiting for each instance that scaling aims at, above 0. Defaults to 5. */
  readonly targetBacklogPerInstance?: pulumi.Input<number>;

  /** Seconds after instances were added before more may be, unless far more are needed. Defaults to 120. */
  readonly scaleOutCooldownSeconds?: pulumi.Input<number>;

  /**
   * Whether instances are added in steps, by an alarm of the component's own, instead of by target tracking: for bursts.
   * Target tracking wants three minutes above its target, which nothing can change. Defaults to false.
   */
  readonly stepScaling?: boolean;

  /** Minutes above the target after which `stepScaling` adds instances, 1 to 1440. Defaults to 1. */
  readonly stepScalingMinutes?: pulumi.Input<number>;

  /** Instances that the endpoint is woken from zero with, at least 1. Defaults to 1. */
  readonly wakeUpInstances?: pulumi.Input<number>;

  /** Seconds after the endpoint was woken from zero before it may be woken again. Defaults to 300. */
  readonly wakeUpCooldownSeconds?: pulumi.Input<number>;

  /**
   * Longest time that a request may run, in seconds: that of the endpoint's container. 1 to 3600; defaults to 3600. What
   * scale-in may do depends on it: work that is cut off after 30 seconds must not be there.
   */
  readonly longestInvocationSeconds?: pulumi.Input<number>;

  /**
   * Seconds without anything to do after which the fleet goes to its minimum, rounded up to minutes, 60 to 86400. Not
   * less than `longestInvocationSeconds`. Defaults to that, and to 900 where that is less. Of no use with
   * `scaleInOnBacklog`.
   */
  readonly idleScaleInSeconds?: pulumi.Input<number>;

  /**
   * Utilization of an instance's processors or GPUs above which it has work, in percent of one core or GPU. Defaults to
   * 10: above what an idle model server takes, below what a model takes.
   */
  readonly busyUtilizationPercent?: pulumi.Input<number>;

  /**
   * Whether target tracking also removes instances, whatever runs on them. It saves the most, and it is safe only where
   * every request ends within the 30 seconds that SageMaker gives a removed instance: it is refused when
   * `longestInvocationSeconds` is more. Defaults to false: instances go only all together, once none has any work.
   */
  readonly scaleInOnBacklog?: boolean;

  /** Seconds after instances were removed before more may be. Defaults to 120. */
  readonly scaleInCooldownSeconds?: pulumi.Input<number>;

  /**
   * Other capacities at certain times. They change the range of the target, and the range that is given here is then
   * only where it starts: a later update leaves it as the schedules have set it.
   */
  readonly schedules?: ScheduledCapacityArgs[];

  /** Tags of everything that the component makes and that takes tags. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
