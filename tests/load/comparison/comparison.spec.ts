import { expect } from "chai";

import {
  type ComparedRun,
  compareResults,
  type RunComparison,
} from "../../../load/comparison/compare-results";
import { renderComparisonPage } from "../../../load/comparison/comparison-page";
import { renderComparisonText } from "../../../load/comparison/comparison-text";
import { comparisonHeadline } from "../../../load/comparison/comparison-words";
import { overlayTimelines } from "../../../load/comparison/overlaid-timeline";
import { formatChange, judgeChange } from "../../../load/comparison/quantities";
import { type JudgedCase } from "../../../load/report/junit-report";
import { type ResultTimeline, type RunResult } from "../../../simulator/scenario/result";
import { playedRun } from "../report/run-result-factory";

const played = playedRun({ requests: 1000 });

/** The played run with other values, and its name. */
function run(
  name: string,
  changes: Partial<RunResult> = {},
  cases: readonly JudgedCase[] = [],
): ComparedRun {
  return { name, cases, result: { ...played, ...changes } };
}

function changesOf({ quantities }: RunComparison): Record<string, string> {
  return Object.fromEntries(
    quantities
      .map((quantity) => [quantity.key, formatChange(quantity)] as const)
      .filter(([, change]) => change !== "same"),
  );
}

/** A backlog at the starts of periods. */
function backlog(periodSeconds: number, values: readonly (number | null)[]): ResultTimeline {
  return {
    periodSeconds,
    seconds: values.map((_, index) => index * periodSeconds),
    ApproximateBacklogSize: [...values],
  };
}

describe("a comparison of two runs", () => {
  it("finds no difference between a run and itself", () => {
    const comparison = compareResults(run("a"), run("b"));

    expect(changesOf(comparison)).to.deep.equal({});
    expect(comparison).to.deep.include({ notices: [], settings: [] });
    expect(comparison.backlogDistance).to.deep.equal({ mean: 0, largest: 0 });
  });

  it("tells what B has more and less, in figures and as a share of A", () => {
    const { latencySeconds, totals } = played;
    const total = { ...latencySeconds.total, p95: 600 };
    const cost = { currency: "USD" as const, total: 2, perThousandSucceeded: 2 };
    const a = run("a", { cost, latencySeconds: { ...latencySeconds, total } });
    const comparison = compareResults(
      a,
      run("b", {
        latencySeconds: { ...latencySeconds, total: { ...total, p95: 450 } },
        totals: { ...totals, succeeded: 990, failed: 10 },
        cost: { ...cost, total: 2.5, perThousandSucceeded: null },
      }),
    );

    expect(changesOf(comparison)).to.deep.equal({
      "totals.succeeded": "−10, 1.0 % less",
      // There is no share of none.
      "totals.failed": "+10",
      "latencySeconds.total.p95": "−2 min 30 s, 25.0 % less",
      "cost.total": "+$0.5000, 25.0 % more",
      "cost.perThousandSucceeded": "–",
    });
    const judged = comparison.quantities.flatMap((quantity) => judgeChange(quantity) ?? []);
    expect(judged).to.deep.equal(["worse", "worse", "better", "worse"]);
  });

  it("says first what matters most", () => {
    const { latencySeconds, totals } = played;
    const cost = { currency: "USD" as const, total: null, perThousandSucceeded: null };
    const withP95 = (p95: number): Partial<RunResult> => ({
      ...{ cost, latencySeconds: { ...latencySeconds, total: { ...latencySeconds.total, p95 } } },
    });
    const a = run("a", withP95(600));
    const b = run("b", { ...withP95(450), totals: { ...totals, succeeded: 990, failed: 10 } });

    expect(comparisonHeadline(compareResults(a, b))).to.equal(
      "B against A: p95 25.0 % lower, cost cannot be compared, 10 without a result instead of 0",
    );
  });

  it("takes for the same what differs in no digit that is shown", () => {
    const cost = { currency: "USD" as const, total: 2, perThousandSucceeded: 2 };
    const other = { ...cost, total: 2 + 1e-12 };

    expect(changesOf(compareResults(run("a", { cost }), run("b", { cost: other })))).to.deep.equal(
      {},
    );
  });

  it("names the settings that differ, in words, and when work differed", () => {
    const values = Array.from({ length: 20 }, (_, index) => index);
    const a = { seed: 1, scaling: { maxCapacity: 5, idle: null }, model: { times: values } };
    const b = {
      ...{ seed: 2, scaling: { maxCapacity: 10 } },
      model: { times: values.with(19, 100) },
    };

    const { settings, notices } = compareResults(
      run("a", { scenario: a }),
      run("b", { scenario: b }),
    );

    const shown = "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more";
    expect(settings).to.deep.equal([
      { key: "seed", a: "1", b: "2" },
      { key: "scaling.maxCapacity", a: "5", b: "10" },
      { key: "scaling.idle", a: "none", b: null },
      { key: "model.times", a: shown, b: `${shown} (differs further on)` },
    ]);
    expect(notices).to.deep.equal([
      "The runs were not given the same work: they differ in `seed`. What follows from that is no difference between the systems.",
    ]);
  });

  it("says that one run was modelled, and what chance alone accounts for", () => {
    const measured = {
      measurement: {
        ...{ target: "local" as const, endpointName: "summaries", speed: 60 },
        ...{ startedAt: "2026-11-26T05:00:00Z", finishedAt: "2026-11-26T06:00:00Z" },
      },
      prediction: { chance: { totalP95: 0.05, cost: 0.01, backlogMean: null, totalP99: null } },
    } as unknown as Partial<RunResult>;

    const { notices, settings } = compareResults(run("a"), run("b", measured));

    expect(notices[0]).to.match(/^A was modelled and B was measured: /);
    expect(notices[1]).to.equal(
      "By the model, chance alone moves the p95 by 5.0 % and the cost by 1.0 % from one run to the next: a difference of as little says nothing.",
    );
    expect(settings.map(({ key }) => key)).to.deep.equal([
      ...["measurement.target", "measurement.endpointName", "measurement.speed"],
    ]);
  });

  it("lays the curves of runs with other periods over each other", () => {
    const a = { ...played, timeline: backlog(60, [0, 10, 20, 0]) };
    const b = { ...played, timeline: backlog(90, [0, 16, null]) };

    const { seconds, BacklogOfA, BacklogOfB } = overlayTimelines(a, b);

    // A ends at 240, B at 270; at 60 B stands as at 0, at 120 as at 90.
    expect(seconds).to.deep.equal([0, 60, 90, 120, 180]);
    expect(BacklogOfA).to.deep.equal([0, 10, 10, 20, 0]);
    expect(BacklogOfB).to.deep.equal([0, 0, 16, 16, null]);
  });

  it("tells how far the backlogs are apart, a run that has ended having none", () => {
    const a = run("a", { timeline: backlog(60, [0, 10, 20, 0]) });
    const b = run("b", { timeline: backlog(60, [0, 15, 0, 0, 5, 0]) });

    // Apart by 5, 20 and 5 where either is above zero.
    expect(compareResults(a, b).backlogDistance).to.deep.equal({ mean: 0.5, largest: 1 });
  });

  it("cannot tell how far backlogs are apart of which one is not known", () => {
    const a = run("a", { timeline: backlog(60, [0, 10]) });
    const b = run("b", { timeline: backlog(60, [null, null]) });

    expect(compareResults(a, b).backlogDistance).to.deep.equal({ mean: null, largest: null });
  });

  describe("as text and as a page", () => {
    const promise = (isKept: boolean, measured: string): JudgedCase => ({
      ...{ group: "promises", name: "total.p95<15m", measured },
      failure: isKept ? null : { message: "", details: "" },
    });
    const every: JudgedCase = {
      ...{ group: "requests", name: "lost=0", measured: "0 requests", failure: null },
    };
    const a = run("before", {}, [promise(false, "909.6 s"), every]);
    const b = run(
      "<after>",
      { scenario: { ...played.scenario, seed: 7 }, instances: { peak: 10, instanceSeconds: 1 } },
      [promise(true, "511.2 s"), every],
    );
    const comparison = compareResults(a, b);

    it("fits a terminal, and tells promises, settings and where the page is", () => {
      const text = renderComparisonText(a, b, comparison, { pagePath: "c/comparison.html" });

      for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(80);
      expect(text).to.match(/^B against A: p95 the same, cost the same\n/);
      expect(text).to.match(/\nA before\. Modelled in virtual time, seed 42\n/);
      expect(text).to.match(/\npeak fleet {22}5 {12}10 {2}\+5, 100\.0 % more\n/);
      expect(text).to.contain("total.p95<15m\n  A ✕ broken 909.6 s\n  B ✓ kept   511.2 s\n");
      expect(text).to.contain("kept by both: lost=0\n");
      expect(text).to.contain("  seed: 42 → 7\n");
      expect(text).to.match(/\npage {2}c\/comparison\.html\n$/);
    });

    it("colours better and worse where a terminal has colours", () => {
      const text = renderComparisonText(a, b, comparison, { color: true });
      expect(text).to.contain("\u001b[31m✕ broken\u001b[39m");
    });

    it("shows both backlogs in one chart, every difference, and hostile names as text", async () => {
      const page = await renderComparisonPage(a, b, comparison);

      expect(page).to.contain("&lt;after&gt;").and.not.to.contain("<after>");
      expect(page.match(/data-figure="[a-z-]+"/g)).to.deep.equal([
        ...['data-figure="compared-backlog"', 'data-figure="compared-instances"'],
      ]);
      const text = page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
      expect(text).to.contain("Peak fleet 5 10 +5, 100.0 % more");
      expect(text).to.contain("total.p95&lt;15m ✕ broken 909.6 s ✓ kept 511.2 s");
      expect(text).to.contain("seed 42 7");
      expect(page.length).to.be.below(1_000_000);
    });
  });
});
