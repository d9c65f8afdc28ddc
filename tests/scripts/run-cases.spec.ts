import { expect } from "chai";

import { renderJunitReport } from "../../load/report/junit-report";
import { parseObjective } from "../../planner/objective";
import { runCases } from "../../scripts/run-cases";
import { type ResultTotals, type RunResult } from "../../simulator/scenario/result";
import { playedRun } from "../load/report/run-result-factory";

/** 1,000 requests with these ends, the others succeeded. */
function runWith(ends: Partial<ResultTotals>): RunResult {
  const played = playedRun({ requests: 1000 });
  const mishaps = Object.values(ends).reduce((sum, count) => sum + count, 0);
  const totals = { ...played.totals, submitted: 1000, succeeded: 1000 - mishaps, ...ends };
  return { ...played, totals };
}

function failuresOf(written: readonly string[], result: RunResult): (readonly [string, string])[] {
  return runCases(written.map(parseObjective), result).flatMap(({ name, failure }) =>
    failure === null ? [] : [[name, failure.message] as const],
  );
}

describe("what a run is held to in CI", () => {
  it("holds for a run in which every request succeeded", () => {
    const cases = runCases([parseObjective("p95<1h")], runWith({}));
    expect(cases.map(({ name }) => name)).to.deep.equal([
      ...["p95<1h", "failed=0", "expired=0", "timedOut=0", "lost=0", "unfinished=0"],
      "every request is accounted for",
    ]);
    expect(cases.filter(({ failure }) => failure !== null)).to.deep.equal([]);
  });

  it("says of a broken promise what was measured and what is allowed", () => {
    // The factory's p95 of the total latency is 2,718.2 seconds.
    expect(failuresOf(["total.p95<15m"], runWith({}))).to.deep.equal([
      ["total.p95<15m", "measured 2718 s, allowed <15m"],
    ]);
  });

  it("says of each way to end without a result how many ended so", () => {
    expect(failuresOf([], runWith({ failed: 3, lost: 1 }))).to.deep.equal([
      ["failed=0", "measured 3 requests, allowed none; `--slo 'failed<=3'` allows as many"],
      ["lost=0", "measured 1 request, allowed none; `--slo 'lost<=1'` allows as many"],
    ]);
  });

  it("says why, with the first of them, as far as the run knows", () => {
    const result = runWith({ failed: 2 });
    const sample = { index: 7, inferenceId: "run.7", reason: "too dull", excerpt: "dull" };
    const samples = [{ ...sample, failureLocation: "s3://b/7" }];
    const failures = [{ outcome: "failed" as const, reason: "too dull", count: 2, samples }];
    const [failed] = runCases([], { ...result, failures });
    expect(failed?.failure?.details).to.match(/\n2 x too dull\n {4}run\.7 s3:\/\/b\/7 dull$/);
  });

  it("lets a promise allow some of a class", () => {
    expect(failuresOf(["failed<1%"], runWith({ failed: 3 }))).to.deep.equal([]);
    expect(failuresOf(["failed<1%"], runWith({ failed: 12 }))).to.deep.equal([
      ["failed<1%", "measured 1.2 %, allowed <1%"],
    ]);
  });

  it("misses requests that were not sent, and those that ended in no way", () => {
    const stopped = runWith({});
    const totals = { ...stopped.totals, submitted: 900, succeeded: 890 };
    expect(failuresOf([], { ...stopped, totals })).to.deep.equal([
      [
        "every request is accounted for",
        "measured 900 requests sent, of which 890 ended in one way; allowed 1000, all of them",
      ],
    ]);
  });

  it("is written as JUnit XML, whatever stands in names", () => {
    const result = runWith({ lost: 2 });
    const named = { ...result, scenario: { ...result.scenario, name: `a "<b>" & \u0007c` } };
    const xml = renderJunitReport(named, runCases([parseObjective("p95<1h")], named));
    expect(xml).to.match(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="Load/);
    expect(xml).to.contain('tests="7" failures="1" errors="0" skipped="0"');
    expect(xml).to.contain('<testsuite name="a &quot;&lt;b>&quot; &amp; c: promises"');
    expect(xml).to.contain('<property name="seed" value="42"/>');
    expect(xml).to.match(/name="lost=0">\s*<failure message="measured 2 requests, allowed none/);
  });
});
