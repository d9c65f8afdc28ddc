import { expect } from "chai";

import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { ScenarioError } from "../../../simulator/scenario/scenario-error";
import { type Scenario } from "../../../simulator/scenario/schema";

function point(seconds: number, environment?: Record<string, string>, concurrency = 1) {
  return {
    ...{ instanceType: "ml.m5.xlarge", concurrency },
    ...(environment === undefined ? {} : { environment }),
    serviceTimeSeconds: { kind: "constant", value: seconds },
  };
}

const points = [
  point(16),
  point(7, { BATCH: "8", WORKERS: "1" }),
  point(9, { BATCH: "2", WORKERS: "1" }),
  { ...point(1), instanceType: "ml.g5.xlarge" },
];

/** A scenario on a profile that knows several container settings of its instance type. */
function scenarioOn(
  environment?: Record<string, string>,
  known: readonly object[] = points,
): Scenario {
  const workload = { requests: 1, arrivals: { kind: "at-once" } };
  const profile = { name: "p", source: "s", points: known };
  return parseScenario({ workload, model: { profile } }, undefined, { environment });
}

function secondsOf({ model }: Scenario): unknown[] {
  return (model.profile?.points ?? []).map(({ serviceTimeSeconds }) => serviceTimeSeconds);
}

describe("the points of a profile that a run is on", () => {
  it("are those with the container settings that it is told", () => {
    const batched = scenarioOn({ BATCH: "8", WORKERS: "1" });

    expect(secondsOf(batched)).to.deep.equal([{ kind: "constant", value: 7 }]);
    expect(secondsOf(scenarioOn({ BATCH: "2" }))).to.deep.equal([{ kind: "constant", value: 9 }]);
  });

  it("are those without any when it is told so", () => {
    expect(secondsOf(scenarioOn({}))).to.deep.equal([{ kind: "constant", value: 16 }]);
  });

  it("are all of its type where they have the same settings", () => {
    const alike = [point(5, { BATCH: "8" }), point(8, { BATCH: "8" }, 2)];

    expect(secondsOf(scenarioOn(undefined, alike))).to.have.length(2);
  });

  it("are asked for where there are several sets, at whatever concurrency", () => {
    const mixed = [point(5), point(8, { BATCH: "8" }, 2)];

    expect(() => scenarioOn(undefined, mixed)).to.throw(
      ScenarioError,
      "`model.profile` has points of ml.m5.xlarge with several container settings: none; BATCH=8. " +
        "A run is on one of them: choose it (`simulate --environment NAME=value`, or `none`), or keep its points alone.",
    );
    expect(() => scenarioOn({ WORKERS: "1" })).to.throw(
      ScenarioError,
      "BATCH=8 WORKERS=1; BATCH=2 WORKERS=1",
    );
  });

  it("are not made up for settings that nobody measured", () => {
    expect(() => scenarioOn({ BATCH: "16" })).to.throw(
      ScenarioError,
      "`environment` is BATCH=16, which `model.profile` has no point of on ml.m5.xlarge; it has none; " +
        "BATCH=8 WORKERS=1; BATCH=2 WORKERS=1: choose one of them or measure it.",
    );
  });

  it("are of one concurrency each", () => {
    expect(() => scenarioOn(undefined, [point(5), point(6)])).to.throw(
      ScenarioError,
      "`model.profile.points` has several points of ml.m5.xlarge at one concurrency; keep one of them.",
    );
  });
});
