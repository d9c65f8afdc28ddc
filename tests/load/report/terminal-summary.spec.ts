import { stripVTControlCharacters } from "node:util";

import { expect } from "chai";

import { blockChart } from "../../../load/report/terminal-chart";
import { renderTerminalSummary } from "../../../load/report/terminal-summary";
import { playedRun } from "./run-result-factory";

describe("renderTerminalSummary", () => {
  it("names every figure of the run", () => {
    const summary = renderTerminalSummary(playedRun(), { reportPath: "reports/run-1/report.html" });
    for (const line of [
      /^✓ 10,000 of 10,000 requests succeeded$/m,
      /^submitted +10,000$/m,
      /^succeeded +10,000$/m,
      /^failed +0$/m,
      /^expired +0$/m,
      /^timed out +0$/m,
      /^lost +0$/m,
      /^peak instances +5$/m,
      /^final instances +0$/m,
      /^cost +\$1\.89$/m,
      /^total +21 min 48 s +20 min 15 s +45 min 18 s +53 min 17 s$/m,
      /^ +7,864 │/m,
      /^report {2}reports\/run-1\/report\.html$/m,
    ]) {
      expect(summary).to.match(line);
    }
  });

  it("keeps to the width of the terminal", () => {
    const warnings = [
      { code: "long", message: "word ".repeat(60), advice: `${"x".repeat(300)} and more` },
    ];
    for (const columns of [48, 60, 80, 132]) {
      const summary = renderTerminalSummary({ ...playedRun(), warnings }, { columns, color: true });
      for (const line of stripVTControlCharacters(summary).split("\n")) {
        expect(line.length, line).to.be.at.most(columns);
      }
    }
  });

  it("is plain unless colour is asked for", () => {
    const plain = renderTerminalSummary(playedRun());
    const colored = renderTerminalSummary(playedRun(), { color: true });
    expect(stripVTControlCharacters(plain)).to.equal(plain);
    expect(stripVTControlCharacters(colored)).to.equal(plain);
    expect(colored).not.to.equal(plain);
  });

  it("lets no message move the cursor", () => {
    const warnings = [{ code: "x", message: "a\u001b[2Jb\rc", advice: "d\ne" }];
    const summary = renderTerminalSummary({ ...playedRun(), warnings });
    expect(summary).not.to.contain("\u001b");
    expect(summary).to.contain("! a [2Jb c\n  d e\n");
  });

  it("leaves out what was not measured", () => {
    const result = playedRun();
    const nothing = { p50: null, p90: null, p95: null, p99: null, max: null, mean: null };
    const summary = renderTerminalSummary({
      ...result,
      timeline: { periodSeconds: 60, seconds: [] },
      latencySeconds: { queue: nothing, service: nothing, total: nothing },
    });
    expect(summary).to.contain("latency  unknown");
    expect(summary).to.match(/^final instances +unknown$/m);
    expect(summary).not.to.contain("backlog");
  });
});

describe("blockChart", () => {
  it("draws the highest value full and what is not zero as a sliver at least", () => {
    expect(blockChart([0, 1, null, 1000, 500], 5, 2)).to.deep.equal(["   █ ", " ▁ ██"]);
  });

  it("keeps a spike when many values share a column", () => {
    const values = Array<number>(1000).fill(0);
    values[501] = 7;
    expect(blockChart(values, 10, 1)).to.deep.equal(["     █    "]);
  });

  it("stretches a short series to the width", () => {
    expect(blockChart([1, 2], 4, 1)).to.deep.equal(["▄▄██"]);
  });
});
