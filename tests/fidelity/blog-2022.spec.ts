import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../simulator/scenario/result";
import { runScenario } from "../../simulator/scenario/run";
import { evidence } from "./evidence";

const file = join(__dirname, "../../examples/scenarios/blog-2022.json");

function runExample(platform: Record<string, unknown> = {}): RunResult {
  const input = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return runScenario(parseScenario({ ...input, platform }));
}

function series(result: RunResult, name: string): number[] {
  return (result.timeline[name] as (number | null)[]).map((value) => value ?? 0);
}

/** Requests that a slot starts from one instant on, one after the other, up to the last expiry. */
function startsFrom(seconds: number): number {
  const lastExpiry = 9999 / 2 + 21_600;
  return Math.floor((lastExpiry - seconds) / 83) + 1;
}

evidence("The 10,000 requests of AWS's blog of 2022", (show) => {
  it("serves what ten slots can start before the last request expires", () => {
    const { totals } = runExample({
      provisionSeconds: { kind: "constant", value: 180 },
      metricDelaySeconds: { kind: "constant", value: 60 },
    });
    // Gauges of 60, 120 and 180 are above 5; the third can be read at 300. One backlog of 600 asks for all five
    // instances, in service at 480. The first two slots start at 0 and 0.5 s.
    const served = startsFrom(0) + startsFrom(0.5) + 8 * startsFrom(480);
    show({
      claim: "Succeeded and expired, provisioning 180 s and metric delay 60 s",
      source: "starts of each slot, counted by hand",
      expected: `${served} and ${10_000 - served}`,
      obtained: `${totals.succeeded} and ${totals.expired}`,
    });
    expect([totals.succeeded, totals.expired]).to.deep.equal([served, 10_000 - served]);
  });

  const result = runExample();
  const { totals, scalingActivities, warnings } = result;
  const backlog = series(result, "ApproximateBacklogSize");
  const expired = series(result, "ExpiredRequests");

  it("grows while requests are sent, with one jump to five instances", () => {
    const peak = backlog.indexOf(Math.max(...backlog));
    const [first] = scalingActivities;
    show({
      claim: "Minute of the highest backlog",
      source: "the blog's plot: about an hour and a half; 5000 s of sending",
      expected: "83 or 84",
      obtained: String(peak),
    });
    show({
      claim: "First change of the fleet",
      source: "the blog's plot: one jump",
      expected: "1 → 5",
      obtained: `${first?.from} → ${first?.to}`,
    });
    expect(peak).to.be.within(83, 84);
    expect([first?.from, first?.to]).to.deep.equal([1, 5]);
  });

  it("drains slowly at what ten slots serve, then steeply at what expires", () => {
    const slow = (backlog[100]! - backlog[340]!) / 240;
    const steep = (backlog[400]! - backlog[430]!) / 30;
    show({
      claim: "Slope of the slow drain, minutes 100 to 340",
      source: "10 slots / 83 s",
      expected: "7.23 requests a minute",
      obtained: `${slow.toFixed(2)} requests a minute`,
    });
    show({
      claim: "Slope of the steep fall, minutes 400 to 430",
      source: "expiry in order of arrival: as fast as they came, 2/s",
      expected: "120 requests a minute",
      obtained: `${steep.toFixed(1)} requests a minute`,
    });
    // Ten services of 83 s bunch: a window of 240 minutes may hold ten more or fewer.
    expect(slow).to.be.closeTo(600 / 83, 10 / 240);
    expect(steep).to.be.closeTo(120, 1);
  });

  it("expires most requests six hours after they came", () => {
    const first = expired.findIndex((count) => count > 0);
    const last = expired.findLastIndex((count) => count > 0);
    // Ten slots have started (10·t − 8·up)/83 requests by t, where the fleet is up 300 to 1300 s after the start; the
    // next came half a second after the one before. The first to wait six hours meets 2·(t − 21,600) = that.
    const firstExpiry = [1300, 300].map((up) =>
      Math.floor((43_200 - (8 * up) / 83) / (2 - 10 / 83) / 60),
    );
    show({
      claim: "Minutes of the first and of the last expiry",
      source: "six hours after arrival, of the head of the queue and of the last request",
      expected: `${firstExpiry.join(" or ")}; 443`,
      obtained: `${first}; ${last}`,
    });
    // 26,600 s of ten slots, less eight slots until the fleet is up, which takes 300 to 1300 s.
    const [most, fewest] = [300, 1300].map((up) => (10 * 26_600 - 8 * up) / 83);
    show({
      claim: "Succeeded",
      source: "ten slots for 26,600 s, eight of them 300 to 1300 s later",
      expected: `${fewest?.toFixed(0)} to ${most?.toFixed(0)}`,
      obtained: String(totals.succeeded),
    });
    expect(first).to.be.oneOf(firstExpiry);
    expect(last).to.equal(443);
    expect(totals.succeeded).to.be.within(fewest ?? NaN, most ?? NaN);
    expect(totals.succeeded + totals.expired).to.equal(10_000);
  });

  it("says where the requests went", () => {
    const warning = warnings.find(({ code }) => code === "requests-expired");
    show({
      claim: "What the run's warning says of them",
      source: "TTL of six hours",
      expected: "they expired, in order of arrival",
      obtained:
        /expired .*, between minutes \d+ and \d+/.exec(warning?.message ?? "")?.[0] ?? "nothing",
    });
    expect(warning?.message).to.match(/expired in the queue, in the order in which they came/);
  });
});
