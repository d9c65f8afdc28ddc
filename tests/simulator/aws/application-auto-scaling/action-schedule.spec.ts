import { expect } from "chai";
import { parseSchedule } from "../../../../simulator/aws/application-auto-scaling/action-schedule";

function epoch(iso: string): number {
  return Date.parse(iso) / 1000;
}

function nextOf(expression: string, after: string, timezone?: string): string {
  const schedule = parseSchedule(expression, timezone);
  if (schedule.kind !== "calendar") throw new Error(`is ${schedule.kind}`);
  return new Date(schedule.next(epoch(after)) * 1000).toISOString();
}

describe("parseSchedule", () => {
  it("reads at() in UTC", () => {
    expect(parseSchedule("at(2026-11-24T08:30:00)")).to.deep.equal({
      kind: "at",
      atSeconds: epoch("2026-11-24T08:30:00Z"),
    });
  });

  it("reads at() in a time zone", () => {
    expect(parseSchedule("at(2026-07-01T08:30:00)", "Europe/Berlin")).to.deep.equal({
      kind: "at",
      atSeconds: epoch("2026-07-01T06:30:00Z"),
    });
  });

  it("reads an at() that has passed", () => {
    expect(parseSchedule("at(2020-01-01T00:00:00)")).to.deep.equal({
      kind: "at",
      atSeconds: epoch("2020-01-01T00:00:00Z"),
    });
  });

  it("reads rate()", () => {
    expect(parseSchedule("rate(5 minutes)")).to.deep.equal({ kind: "rate", everySeconds: 300 });
    expect(parseSchedule("rate(1 day)")).to.deep.equal({ kind: "rate", everySeconds: 86_400 });
  });

  it("counts the days of the week of cron() from Sunday as 1", () => {
    // 2026-11-24 is a Tuesday; 2 is Monday.
    expect(nextOf("cron(0 8 ? * 2 *)", "2026-11-24T00:00:00Z")).to.equal(
      "2026-11-30T08:00:00.000Z",
    );
  });

  it("reads names of days in cron(), in a time zone", () => {
    expect(nextOf("cron(0 8 ? * MON-FRI *)", "2026-11-28T00:00:00Z", "Europe/Berlin")).to.equal(
      "2026-11-30T07:00:00.000Z",
    );
  });

  it("reads the n-th day of the week", () => {
    expect(nextOf("cron(0 8 ? * 2#1 *)", "2026-11-24T00:00:00Z")).to.equal(
      "2026-12-07T08:00:00.000Z",
    );
  });

  it("reads steps and years in cron()", () => {
    expect(nextOf("cron(0/15 * * * ? 2027)", "2026-11-24T00:00:00Z")).to.equal(
      "2027-01-01T00:00:00.000Z",
    );
  });

  it("never comes when the year has passed", () => {
    const schedule = parseSchedule("cron(0 8 * * ? 2020)");
    expect(schedule.kind === "calendar" && schedule.next(epoch("2026-01-01T00:00:00Z"))).to.equal(
      Infinity,
    );
  });

  for (const wrong of ["every day", "rate(0 minutes)", "cron(0 8 * * ?)", "at(tomorrow)"]) {
    it(`refuses ${wrong}`, () => {
      expect(() => parseSchedule(wrong)).to.throw(
        `Schedule expression "${wrong}" is not valid in the time zone "UTC". ` +
          "Use at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(minutes hours day-of-month month day-of-week year).",
      );
    });
  }
});
