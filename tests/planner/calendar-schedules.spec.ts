import { expect } from "chai";

import { calendarSchedules } from "../../planner/calendar-schedules";
import { windowActions } from "../../planner/schedule-windows";
import { scheduledCapacitiesProblem } from "../../sagemaker/schedules";

const warmUp = { instances: 4, leadSeconds: 600 };
const hour = 3600;
const bursts = [0, 1, 2].map((index) => ({
  fromSeconds: index * hour,
  toSeconds: index * hour + 900,
}));

describe("the schedule of a warm-up", () => {
  it("raises the minimum before each window and lowers it at its end", () => {
    expect(windowActions(bursts.slice(0, 2), warmUp, 1)).to.deep.equal([
      { atSeconds: 0, minCapacity: 4 },
      { atSeconds: 900, minCapacity: 1 },
      { atSeconds: 3000, minCapacity: 4 },
      { atSeconds: 4500, minCapacity: 1 },
    ]);
  });

  it("stays up between windows that are nearer than the lead", () => {
    const near = [
      { fromSeconds: 1000, toSeconds: 1200 },
      { fromSeconds: 1700, toSeconds: 1900 },
    ];

    expect(windowActions(near, warmUp, 0)).to.deep.equal([
      { atSeconds: 400, minCapacity: 4 },
      { atSeconds: 1100, minCapacity: 4 },
      { atSeconds: 1900, minCapacity: 0 },
    ]);
  });

  it("becomes one entry for each minute of the hour, around midnight too", () => {
    const start = { minuteOfDay: 23 * 60, timezone: "Europe/Berlin" };

    const schedules = calendarSchedules(bursts, warmUp, 0, start);

    expect(schedules).to.deep.equal([
      {
        name: "warm-up-at-minute-50",
        schedule: "cron(50 0,22,23 * * ? *)",
        timezone: "Europe/Berlin",
        minCapacity: 4,
      },
      {
        name: "release-at-minute-15",
        schedule: "cron(15 0,1,23 * * ? *)",
        timezone: "Europe/Berlin",
        minCapacity: 0,
      },
    ]);
    expect(scheduledCapacitiesProblem(schedules)).to.equal(undefined);
  });
});
