import { Cron } from "croner";
import { type ActionSchedule } from "../../engine/application-auto-scaling";
import { validationError } from "../errors";

const unitSeconds = { minute: 60, hour: 3600, day: 86_400 } as const;

/**
 * Reads a schedule: `at(yyyy-mm-ddThh:mm:ss)`, `rate(value unit)` or `cron(minutes hours day-of-month month day-of-week
 * year)`.
 *
 * @param timezone IANA name in which `at` and `cron` are meant; UTC by default
 * @throws AwsError `ValidationException` when it is none of the three
 */
export function parseSchedule(schedule: string, timezone = "UTC"): ActionSchedule {
  const [, kind, expression = ""] = /^(at|rate|cron)\((.+)\)$/.exec(schedule.trim()) ?? [];
  try {
    switch (kind) {
      case "at":
        return { kind, atSeconds: parseLocalTime(expression, timezone) };
      case "rate":
        return { kind, everySeconds: parseRate(expression) };
      case "cron":
        return { kind: "calendar", next: calendarOf(expression, timezone) };
      default:
        throw new SyntaxError("unknown kind");
    }
  } catch {
    throw validationError(
      `Schedule expression "${schedule}" is not valid in the time zone "${timezone}". ` +
        "Use at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(minutes hours day-of-month month day-of-week year).",
    );
  }
}

function parseRate(expression: string): number {
  const [, value, unit] = /^(\d+)\s+(minute|hour|day)s?$/.exec(expression) ?? [];
  if (value === undefined || Number(value) === 0) {
    throw new SyntaxError("rate");
  }
  return Number(value) * unitSeconds[unit as keyof typeof unitSeconds];
}

function parseLocalTime(expression: string, timezone: string): number {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(expression)) {
    throw new SyntaxError("at");
  }
  const once = new Cron(expression, { timezone, paused: true });
  const instant = once.nextRun(new Date(0));
  if (instant === null) {
    throw new SyntaxError("at");
  }
  return instant.getTime() / 1000;
}

function calendarOf(expression: string, timezone: string): (afterSeconds: number) => number {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) {
    throw new SyntaxError("cron");
  }
  const [minutes, hours, dayOfMonth, month, dayOfWeek = "*", year] = fields;
  const cron = new Cron(
    ["0", minutes, hours, dayOfMonth, month, fromSundayOne(dayOfWeek), year].join(" "),
    { timezone, paused: true, sloppyRanges: true },
  );
  return (afterSeconds) => {
    const next = cron.nextRun(new Date(Math.floor(afterSeconds) * 1000));
    return next === null ? Infinity : next.getTime() / 1000;
  };
}

/** AWS counts the days of the week from 1 (Sunday), the library from 0; the number after `#` is no day. */
function fromSundayOne(dayOfWeek: string): string {
  return dayOfWeek.replace(/(?<![#/\d])[1-7]/g, (day) => String(Number(day) - 1));
}
