import { type ScheduleWindow, type WarmUp, windowActions } from "./schedule-windows";

/** When, every day, the traffic of a scenario begins. */
export interface CalendarStart {
  /** Minutes after midnight. */
  readonly minuteOfDay: number;
  /** Such as `Europe/Berlin`. */
  readonly timezone: string;
}

/** An entry of a stack's `schedules`. */
export interface CalendarSchedule {
  readonly name: string;
  readonly schedule: string;
  readonly timezone: string;
  readonly minCapacity: number;
}

const minutesPerDay = 1440;

/**
 * The schedules of the calendar that do every day what a warm-up does in a run: one for each minute of the hour at which the
 * minimum goes up or back, with the hours at which it does so.
 */
export function calendarSchedules(
  windows: readonly ScheduleWindow[],
  warmUp: WarmUp,
  minCapacity: number,
  { minuteOfDay, timezone }: CalendarStart,
): CalendarSchedule[] {
  const hoursByMoment = new Map<string, Set<number>>();
  // A lead before the first window lies before the run: the next day's run has it too.
  const lead = warmUp.leadSeconds;
  const shifted = windows.map(({ fromSeconds, toSeconds }) => ({
    fromSeconds: fromSeconds + lead,
    toSeconds: toSeconds + lead,
  }));
  for (const action of windowActions(shifted, warmUp, minCapacity)) {
    const minute = minuteOfDay + (action.atSeconds - lead) / 60;
    const ofDay = ((Math.round(minute) % minutesPerDay) + minutesPerDay) % minutesPerDay;
    const key = `${action.minCapacity ?? minCapacity}/${ofDay % 60}`;
    hoursByMoment.set(key, (hoursByMoment.get(key) ?? new Set()).add(Math.floor(ofDay / 60)));
  }
  return [...hoursByMoment].map(([key, hours]) => {
    const [capacity, minute] = key.split("/").map(Number);
    const isWarm = capacity === warmUp.instances;
    const sorted = [...hours].sort((a, b) => a - b);
    return {
      name: `${isWarm ? "warm-up" : "release"}-at-minute-${minute}`,
      schedule: `cron(${minute} ${sorted.join(",")} * * ? *)`,
      timezone,
      minCapacity: capacity ?? minCapacity,
    };
  });
}
