import { expect } from "chai";

import { scheduledCapacitiesProblem } from "../../sagemaker/schedules";

const night = { name: "night", schedule: "cron(0 20 ? * * *)", maxCapacity: 0 };

describe("schedules", () => {
  for (const schedule of [
    "cron(0 20 ? * MON-FRI *)",
    "rate(1 day)",
    "rate(30 minutes)",
    "at(2026-12-24T18:00:00)",
  ]) {
    it(`take ${schedule}`, () => {
      expect(scheduledCapacitiesProblem([{ ...night, schedule }])).to.equal(undefined);
    });
  }

  for (const [change, reason] of [
    [
      { name: "every night" },
      '`name` is "every night"; it must be letters, digits and hyphens, with no hyphen at either end, at most 64 characters',
    ],
    [
      { schedule: "cron(0 20 * * *)" },
      '`schedule` is "cron(0 20 * * *)"; it must be at(yyyy-mm-ddThh:mm:ss), rate(<number> minutes, hours or days) or cron(<six fields>), at most 1600 characters',
    ],
    [
      { timezone: "Berlin" },
      '`timezone` is "Berlin"; it must be a time zone of the IANA database, such as "Europe/Berlin"',
    ],
    [
      { maxCapacity: undefined },
      "`minCapacity` is missing, and so is `maxCapacity`; give at least one of them",
    ],
    [
      { minCapacity: 1 },
      "`minCapacity` is 1; it must not be above `maxCapacity`, which is 0: lower it or raise `maxCapacity`",
    ],
    [
      { maxCapacity: -1 },
      "`maxCapacity` is -1; it must be a whole number of instances from 0 to 2147483647",
    ],
  ] as const) {
    it(`refuse ${JSON.stringify(change)}, and say which of them it is`, () => {
      expect(
        scheduledCapacitiesProblem([
          { ...night, name: "day" },
          { ...night, ...change },
        ]),
      ).to.equal(`has at position 1 a schedule whose ${reason}`);
    });
  }

  it("refuse a name that comes twice", () => {
    expect(scheduledCapacitiesProblem([night, night])).to.equal('names "night" twice');
  });
});
