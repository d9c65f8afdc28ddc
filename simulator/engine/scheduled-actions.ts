import { type ScheduledAction } from "./scalable-target";
import { type SimulationClock } from "./simulation-clock";

/**
 * Runs a scheduled action at its times, one pending event at a time.
 *
 * @param isCurrent False once the action was replaced or deleted.
 */
export function runSchedule(
  clock: SimulationClock,
  action: ScheduledAction,
  isCurrent: () => boolean,
  run: () => void,
): void {
  const scheduleFrom = (next: number): void => {
    if (next === Infinity || next > (action.endSeconds ?? Infinity)) return;
    clock.schedule(next, () => {
      if (!isCurrent()) return;
      run();
      scheduleFrom(nextRun(action, next));
    });
  };
  scheduleFrom(firstRun(action, clock.now));
}

function firstRun({ schedule, startSeconds }: ScheduledAction, now: number): number {
  switch (schedule.kind) {
    case "at":
      return schedule.atSeconds >= now ? schedule.atSeconds : Infinity;
    case "rate": {
      if (startSeconds === undefined) return now + schedule.everySeconds;
      const missed = Math.ceil(Math.max(0, now - startSeconds) / schedule.everySeconds);
      return startSeconds + missed * schedule.everySeconds;
    }
    case "calendar":
      return schedule.next(Math.max(now, startSeconds ?? now));
    default:
      return schedule satisfies never;
  }
}

function nextRun({ schedule }: ScheduledAction, last: number): number {
  switch (schedule.kind) {
    case "at":
      return Infinity;
    case "rate":
      return last + schedule.everySeconds;
    case "calendar":
      return schedule.next(last);
    default:
      return schedule satisfies never;
  }
}
