import { type Scenario } from "../simulator/scenario/schema";

/** A time of a run in which traffic is known to come, seconds from its start. */
export interface ScheduleWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Instances that are brought up before the traffic comes, and let go after it. */
export interface WarmUp {
  /** The minimum capacity meanwhile. */
  readonly instances: number;
  /** How long before. */
  readonly leadSeconds: number;
}

/** More windows than this are no schedule that anybody keeps. */
const mostWindows = 24;

/**
 * When a schedule would hold instances up: the bursts, and of other traffic the whole of it.
 *
 * @param spanSeconds From the first arrival to the last.
 * @returns None when there are too many bursts.
 */
export function trafficWindows(
  { arrivals }: Scenario["workload"],
  spanSeconds: number,
): ScheduleWindow[] {
  if (arrivals.kind !== "bursts") return [{ fromSeconds: 0, toSeconds: spanSeconds }];
  const { periodSeconds, burstSeconds } = arrivals;
  const count = Math.floor(spanSeconds / periodSeconds) + 1;
  if (count > mostWindows) return [];
  return Array.from({ length: count }, (_, index) => ({
    fromSeconds: index * periodSeconds,
    toSeconds: index * periodSeconds + burstSeconds,
  }));
}

type ScheduledAction = NonNullable<Scenario["scaling"]>["scheduledActions"][number];

/** The actions of a schedule in a run: the minimum goes up before each window, and back at its end. */
export function windowActions(
  windows: readonly ScheduleWindow[],
  { instances, leadSeconds }: WarmUp,
  minCapacity: number,
): ScheduledAction[] {
  return windows.flatMap(({ fromSeconds, toSeconds }, index) => {
    const atSeconds = Math.max(0, fromSeconds - leadSeconds);
    const next = windows[index + 1];
    const staysUp = next !== undefined && next.fromSeconds - leadSeconds <= toSeconds;
    return [
      { atSeconds, minCapacity: instances },
      ...(staysUp ? [] : [{ atSeconds: toSeconds, minCapacity }]),
    ];
  });
}
