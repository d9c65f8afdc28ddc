import { expect } from "chai";

import { renderHtmlReport } from "../../../load/report/html-report";
import { experimentFigures, hasData } from "../../../load/report/run-figures";
import { readScenarioFacts } from "../../../load/report/scenario-facts";
import { renderTerminalSummary } from "../../../load/report/terminal-summary";
import { type RunResult } from "../../../simulator/scenario/result";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { runScenario } from "../../../simulator/scenario/run";

describe("the report of a run of the engine", () => {
  let result: RunResult;

  before(() => {
    result = runScenario(
      parseScenario({
        name: "bursts",
        workload: {
          requests: 1000,
          arrivals: {
            kind: "bursts",
            baseRatePerSecond: 0.2,
            burstRatePerSecond: 10,
            burstSeconds: 120,
            periodSeconds: 1800,
          },
        },
        endpoint: { initialInstanceCount: 0 },
        model: { serviceTimeSeconds: { kind: "lognormal", p50: 3, p90: 6 } },
      }),
    );
  });

  it("has data for every picture, and the target's line", () => {
    const figures = experimentFigures(result, readScenarioFacts(result.scenario));
    expect(figures.filter((figure) => !hasData(figure, result))).to.deep.equal([]);
    expect(figures[2]?.series.map(({ label }) => label)).to.deep.equal([
      "Backlog per instance",
      "Target 5",
    ]);
    expect(figures[0]?.caption).to.match(
      /^No instance when the stream began\. The first was asked/,
    );
  });

  it("says in words what the result says in figures", async () => {
    const page = await renderHtmlReport(result);
    const summary = renderTerminalSummary(result);
    expect(page).to.contain("1,000 of 1,000 requests succeeded");
    expect(page).to.contain(`The fleet went 0 → ${result.instances.peak} → 0 instances.`);
    expect(summary).to.match(new RegExp(`^peak instances +${result.instances.peak}$`, "m"));
    for (const { cause } of result.scalingActivities) {
      expect(page).to.contain(cause);
    }
  });
});
