import { expect } from "chai";

import { withPrediction } from "../../../load/prediction/compare-runs";
import { renderHtmlReport } from "../../../load/report/html-report";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../../simulator/scenario/result";
import { runScenario } from "../../../simulator/scenario/run";

/** 120 requests at once on two slots: with D seconds each the queue falls evenly to zero within 60 D seconds. */
function drained(serviceSeconds: number): RunResult {
  return runScenario(
    parseScenario({
      workload: { requests: 120, arrivals: { kind: "at-once" } },
      endpoint: { initialInstanceCount: 1, maxConcurrentInvocationsPerInstance: 2 },
      model: { serviceTimeSeconds: { kind: "constant", value: serviceSeconds } },
      scaling: null,
    }),
  );
}

describe("a prediction beside a measurement", () => {
  it("has no error where the two are the same", () => {
    const { prediction } = withPrediction(drained(10), [drained(10), drained(10)]);
    expect(prediction?.errors).to.deep.equal({
      ...{ backlogMean: 0, backlogLargest: 0, backlogPeak: 0, cost: 0, service: 0 },
      ...{ totalP95: 0, totalP99: 0 },
    });
    const { chance } = prediction ?? expect.fail();
    expect(chance).to.deep.equal({ backlogMean: 0, cost: 0, totalP95: 0, totalP99: 0 });
  });

  it("shows a service time that is doubled as large as it is", () => {
    const { errors } = withPrediction(drained(10), [drained(20)]).prediction ?? expect.fail();
    expect(errors.service).to.be.closeTo(1, 1e-9);
    // One instance for twice as long.
    expect(errors.cost).to.be.closeTo(1, 1e-9);
    expect(errors.totalP95).to.be.closeTo(1, 0.01);
    expect(errors.totalP99).to.be.closeTo(1, 0.01);
    // At minute m, 118 - 12 m wait until the tenth, or 118 - 6 m until the twentieth; what comes at 0 comes after that gauge.
    // So they are 6 m apart up to minute 9, and 118 - 6 m up to minute 19: 270 and 310 in 19 minutes, of a peak of 106.
    expect(errors.backlogMean).to.be.closeTo(580 / 19 / 106, 1e-9);
    // Furthest apart when the shorter one is gone.
    expect(errors.backlogLargest).to.be.closeTo(58 / 106, 1e-9);
  });

  it("tells how far chance alone moves a run", () => {
    const { chance, errors } =
      withPrediction(drained(15), [drained(10), drained(20)]).prediction ?? expect.fail();
    expect(errors.cost).to.be.closeTo(0, 1e-9);
    expect(chance.cost).to.be.closeTo(1 / 3, 1e-9);
    // 600 s and 1200 s at the end of the queue, of which the mean is 900 s.
    expect(chance.totalP99).to.be.closeTo(1 / 3, 0.01);
    expect(chance.backlogMean).to.be.above(0.1);
  });

  it("is drawn in the report with its error", async () => {
    const page = await renderHtmlReport(withPrediction(drained(10), [drained(20)]));
    expect(page).to.contain("Prediction beside measurement");
    expect(page).to.contain("was predicted 100.0 % above the measured one");
    expect(page).to.match(/id="figure-predicted-backlog|predicted-backlog/);
    expect(page).to.contain("The predicted cost of the run is 100.0 % above the measured one.");
  });
});
