import { expect } from "chai";

import { experimentFigures } from "../../../load/report/run-figures";
import { renderSvg } from "../../../load/report/render-svg";
import { readScenarioFacts } from "../../../load/report/scenario-facts";
import { latencySpec, outcomesSpec } from "../../../load/report/summary-specs";
import { timeSeriesSpec } from "../../../load/report/time-series-spec";
import { playedRun } from "./run-result-factory";

/** Data of a specification, whatever Vega-Lite's types make of its shape. */
function rowsOf(spec: unknown): Record<string, unknown>[] {
  return (spec as { data: { values: Record<string, unknown>[] } }).data.values;
}

describe("chart specifications", () => {
  it("give every outcome a bar of its own length and colour", () => {
    const { totals } = playedRun();
    const rows = rowsOf(outcomesSpec({ ...totals, succeeded: 9_990, expired: 10 }, 400));
    expect(rows.map(({ outcome, count }) => [outcome, count])).to.deep.equal([
      ["Succeeded", 9_990],
      ["Failed", 0],
      ["Expired", 10],
      ["Timed out", 0],
      ["Lost", 0],
      ["Unfinished", 0],
    ]);
    expect(new Set(rows.map(({ color }) => color)).size).to.equal(6);
  });

  it("give every percentile of every stage a bar, and leave out what was not measured", () => {
    const { latencySeconds } = playedRun();
    expect(rowsOf(latencySpec(latencySeconds, 400))).to.have.length(18);
    const service = { ...latencySeconds.service, p99: null };
    expect(rowsOf(latencySpec({ ...latencySeconds, service }, 400))).to.have.length(17);
  });

  it("draw no latency where none was measured", () => {
    const nothing = { p50: null, p90: null, p95: null, p99: null, max: null, mean: null };
    expect(latencySpec({ queue: nothing, service: nothing, total: nothing }, 400)).to.equal(null);
  });

  it("draw a gap as a gap", async () => {
    const result = playedRun();
    const [, backlog] = experimentFigures(result, readScenarioFacts(result.scenario));
    expect(backlog?.id).to.equal("backlog");
    const timeline = {
      periodSeconds: 60,
      seconds: [0, 60, 120, 180, 240],
      ApproximateBacklogSize: [1, 2, null, 4, 5],
    };
    const svg = (
      await renderSvg(timeSeriesSpec(backlog as NonNullable<typeof backlog>, timeline, 300))
    ).text;
    expect(svg.match(/<path[^>]+stroke="var\(--quantity-backlog\)"[^>]*>/g)?.join()).to.match(
      /M[^M]+M/,
    );
  });

  it("write text of a chart as text", async () => {
    const svg = await renderSvg({
      data: { values: [{ name: "<script>alert(1)</script>" }] },
      mark: "text",
      encoding: { text: { field: "name", type: "nominal" } },
    });
    expect(svg.text).to.contain("&lt;script&gt;");
    expect(svg.text).not.to.contain("<script>");
  });
});
