import { capacityOrder, named, wholeNumberIn } from "./checks";
import { limits, type NameRule } from "./limits";

/** Another capacity from a certain time on, as a scheduled action brings it. */
export interface ScheduledCapacity {
  readonly name: string;
  readonly schedule: string;
  readonly timezone?: string | undefined;
  readonly minCapacity?: number | undefined;
  readonly maxCapacity?: number | undefined;
}

const scheduledActionApi =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html";

const scheduleName: NameRule = {
  pattern: /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/,
  maxLength: 64,
  description: "letters, digits and hyphens, with no hyphen at either end",
  source: scheduledActionApi,
};

const scheduleExpression: NameRule = {
  pattern:
    /^(at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\([1-9]\d* (minute|hour|day)s?\)|cron\(\S+( \S+){5}\))$/,
  maxLength: 1600,
  description:
    "at(yyyy-mm-ddThh:mm:ss), rate(<number> minutes, hours or days) or cron(<six fields>)",
  source: scheduledActionApi,
};

/** Scheduled actions that a target takes at most. */
const maxSchedules = 200;

/** Says what is wrong with the schedules of a target, to be read after the name of their list. */
export function scheduledCapacitiesProblem(
  schedules: readonly ScheduledCapacity[],
): string | undefined {
  if (schedules.length > maxSchedules) {
    return `has ${schedules.length} members; it must have at most ${maxSchedules}`;
  }
  for (const [index, each] of schedules.entries()) {
    const problem = scheduledCapacityProblem(each);
    if (problem !== undefined) return `has at position ${index} a schedule whose ${problem}`;
    if (schedules.findIndex(({ name }) => name === each.name) !== index) {
      return `names ${JSON.stringify(each.name)} twice`;
    }
  }
  return undefined;
}

function scheduledCapacityProblem({
  name,
  schedule,
  timezone,
  minCapacity,
  maxCapacity,
}: ScheduledCapacity): string | undefined {
  const of = (property: string, reason: string | undefined) =>
    reason === undefined ? undefined : `\`${property}\` ${reason}`;
  return (
    of("name", named(scheduleName)(name)) ??
    of("schedule", named(scheduleExpression)(schedule)) ??
    of("timezone", timezone === undefined ? undefined : timezoneProblem(timezone)) ??
    of("minCapacity", minCapacity === undefined ? noCapacity(maxCapacity) : undefined) ??
    of(
      "minCapacity",
      minCapacity === undefined ? undefined : wholeNumberIn(limits.minCapacity)(minCapacity),
    ) ??
    // A maximum of 0 closes the endpoint for the night; a target starts with 1 or more.
    of(
      "maxCapacity",
      maxCapacity === undefined
        ? undefined
        : wholeNumberIn({ ...limits.maxCapacity, min: 0 })(maxCapacity),
    ) ??
    of(
      "minCapacity",
      minCapacity === undefined || maxCapacity === undefined
        ? undefined
        : capacityOrder(minCapacity, maxCapacity, "`maxCapacity`"),
    )
  );
}

function noCapacity(maxCapacity: number | undefined): string | undefined {
  return maxCapacity === undefined
    ? "is missing, and so is `maxCapacity`; give at least one of them"
    : undefined;
}

function timezoneProblem(timezone: string): string | undefined {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: timezone });
    return undefined;
  } catch {
    return `is ${JSON.stringify(timezone)}; it must be a time zone of the IANA database, such as "Europe/Berlin"`;
  }
}
