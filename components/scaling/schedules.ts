import * as appautoscaling from "@pulumi/aws/appautoscaling";
import type * as pulumi from "@pulumi/pulumi";

import { type ScheduledCapacityArgs } from "../autoscaling-policy-args";
import { scaledBy } from "./scalable-target";

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
