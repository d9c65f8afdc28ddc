import * as appautoscaling from "@pulumi/aws/appautoscaling";
import type * as pulumi from "@pulumi/pulumi";

import { scaledBy } from "./scalable-target";

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

/** Puts a scheduled action on the target for each schedule. */
export function createSchedules(
  name: string,
  schedules: readonly ScheduledCapacityArgs[],
  target: appautoscaling.Target,
  parent: pulumi.Resource,
): void {
  for (const { name: suffix, schedule, timezone, minCapacity, maxCapacity } of schedules) {
    new appautoscaling.ScheduledAction(
      `${name}-${suffix}-schedule`,
      {
        ...scaledBy(target),
        schedule,
        timezone,
        scalableTargetAction: { minCapacity, maxCapacity },
      },
      { parent },
    );
  }
}
