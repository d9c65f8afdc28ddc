import { expect } from "chai";

import { latencyBins } from "../../../load/report/latency-bins";
import { encodeHistogram } from "../../../simulator/scenario/hdr-histogram";
import { LatencyRecorder } from "../../../simulator/scenario/latency-recorder";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { runScenario } from "../../../simulator/scenario/run";
import { playedRun } from "./run-result-factory";

function encoded(seconds: readonly number[]): string {
  const recorder = new LatencyRecorder();
  for (const duration of seconds) recorder.record(duration);
  return encodeHistogram(recorder);
}

function totalOf(seconds: readonly number[]) {
  const histograms = {
    ...{ unit: "microseconds" as const, queue: encoded([]), service: encoded([]) },
    total: encoded(seconds),
  };
  const [total, ...others] = latencyBins({ ...playedRun(), histograms });
  expect([total?.stage.key, ...others]).to.deep.equal(["total"]);
  return total;
}

describe("the histogram of a run's latencies", () => {
  it("counts each request in the bin that its time is in", () => {
    const { scale, bins } = totalOf([1, 1, 1, 5, 10]) ?? expect.fail();
    expect(scale).to.equal("linear");
    expect(bins).to.have.length(40);
    const filled = bins.filter(({ count }) => count > 0);
    expect(filled.map(({ count }) => count)).to.deep.equal([3, 1, 1]);
    for (const [index, seconds] of [1, 5, 10].entries()) {
      expect(filled[index]?.from).to.be.at.most(seconds);
      expect(filled[index]?.to).to.be.at.least(seconds);
    }
  });

  it("is logarithmic where times are far apart, so that the short ones are seen", () => {
    const { scale, bins } = totalOf([0, 0.1, 1, 10, 100, 1000]) ?? expect.fail();
    expect(scale).to.equal("log");
    // From a millisecond, where what took no time stands, to 1000 s.
    const filled = bins.filter(({ count }) => count > 0);
    expect(filled.map(({ count }) => count)).to.deep.equal([1, 1, 1, 1, 1, 1]);
    const factors = bins.map(({ from, to }) => to / from);
    expect(Math.max(...factors) - Math.min(...factors)).to.be.below(1e-9);
  });

  it("has room around times that are all alike", () => {
    const { bins } = totalOf([3, 3, 3]) ?? expect.fail();
    expect(bins.map(({ count }) => count).filter(Boolean)).to.deep.equal([3]);
    expect([bins[0]?.from, bins.at(-1)?.to].map(Number)).to.satisfy(
      ([from = 0, to = 0]: number[]) => from < 2.5 && to > 3.7,
    );
  });

  it("is not drawn of a result that has none", () => {
    expect(latencyBins(playedRun())).to.deep.equal([]);
  });

  it("has every request of a modelled run in it, in each stage", () => {
    const scenario = parseScenario({
      workload: { requests: 200, arrivals: { kind: "poisson", ratePerSecond: 1 } },
      model: { serviceTimeSeconds: { kind: "lognormal", p50: 3, p90: 6 } },
    });
    const stages = latencyBins(runScenario(scenario, { histograms: true }));
    expect(stages.map(({ stage }) => stage.key)).to.deep.equal(["queue", "service", "total"]);
    for (const { bins } of stages) {
      expect(bins.reduce((sum, { count }) => sum + count, 0)).to.equal(200);
    }
  });
});
