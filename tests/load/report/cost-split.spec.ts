import { expect } from "chai";

import { costSplit } from "../../../load/report/cost-split";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { runScenario } from "../../../simulator/scenario/run";
import { type RunResult } from "../../../simulator/scenario/result";
import { playedRun } from "./run-result-factory";

/** 100 requests of 10 seconds at once; ml.m5.xlarge costs 0.23 dollars an hour. */
function run(changes: object): RunResult {
  return runScenario(
    parseScenario({
      workload: { requests: 100, arrivals: { kind: "at-once" } },
      model: { serviceTimeSeconds: { kind: "constant", value: 10 } },
      ...changes,
    }),
  );
}

const fixed = {
  endpoint: { initialInstanceCount: 1, maxConcurrentInvocationsPerInstance: 2 },
  scaling: null,
};

/** One instance, woken from zero, 300 seconds on its way. */
const woken = {
  endpoint: { initialInstanceCount: 0, maxConcurrentInvocationsPerInstance: 2 },
  scaling: { minCapacity: 0, maxCapacity: 1 },
  platform: { provisionSeconds: { kind: "constant", value: 300 } },
};

describe("the split of a run's cost", () => {
  it("is all work where one instance is busy from the first request to the last", () => {
    const parts = costSplit(run(fixed));
    // 100 requests, two at a time, 10 seconds each.
    expect(parts?.map(({ instanceSeconds }) => instanceSeconds)).to.deep.equal([0, 500, 0]);
    expect(parts?.[1]?.cost).to.be.closeTo((500 / 3600) * 0.23, 1e-12);
  });

  it("is half work where an instance runs one request and could run two", () => {
    const single = { requests: 1, arrivals: { kind: "at-once" } };
    const parts = costSplit(run({ ...fixed, workload: single }));
    expect(parts?.map(({ instanceSeconds }) => instanceSeconds)).to.deep.equal([0, 5, 5]);
  });

  it("tells the start of an instance apart, and adds up to what is paid", () => {
    const result = run(woken);
    const parts = costSplit(result) ?? [];
    const [starting, working, idle] = parts.map(({ instanceSeconds }) => instanceSeconds);
    expect([starting, working]).to.deep.equal([300, 500]);
    // The fleet stays for the idle window of its scale-in, and is then some time on its way out.
    expect(idle).to.be.closeTo(result.instances.instanceSeconds - 800, 1e-6);
    const cost = parts.reduce((sum, part) => sum + (part.cost ?? NaN), 0);
    expect(cost).to.be.closeTo(result.cost.total ?? NaN, 1e-9);
  });

  it("has no start in it where the bill begins with the service", () => {
    const platform = { ...woken.platform, billFrom: "inService" };
    expect(costSplit(run({ ...woken, platform }))?.[0]?.instanceSeconds).to.equal(0);
  });

  it("is not told where SageMaker chose the concurrency", () => {
    const played = playedRun();
    const endpoint = { instanceType: "ml.m5.xlarge", maxConcurrentInvocationsPerInstance: null };
    expect(costSplit({ ...played, scenario: { ...played.scenario, endpoint } })).to.equal(null);
  });
});
