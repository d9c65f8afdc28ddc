import { expect } from "chai";

import { type PlanDocument } from "../../planner/plan-document";
import { PlanError } from "../../planner/plan-error";
import { preparePlan } from "../../planner/plan-request";
import { renderPlanPage } from "../../planner/report/plan-page";
import { renderPlanSummary } from "../../planner/report/plan-summary";
import { plannedDocument, plannedScenario, point, prepared, wishes } from "./planning";

const workload = {
  requests: 100,
  arrivals: { kind: "constant", ratePerSecond: 1 },
  invocationTimeoutSeconds: 60,
};
const scenario = plannedScenario([point("ml.m5.xlarge", 2, 10)], { workload });

const plan = (objectives: readonly string[], changes = {}): Promise<PlanDocument> =>
  plannedDocument(scenario, objectives, changes);

describe("a plan of what can be kept", () => {
  let document: PlanDocument;
  before(async () => {
    document = await plan(["p95<12m"]);
  });

  it("recommends settings that every run keeps", () => {
    const { fare } = document.recommended;

    expect(document.isKept).to.equal(true);
    expect(fare.runs).to.equal(4);
    expect(fare.objectives.map(({ keptIn }) => keptIn)).to.deep.equal([4, 4, 4, 4, 4]);
    expect(document.compromises).to.deep.equal([]);
  });

  it("draws a front on which more money is always faster, the recommendation on it", () => {
    const { front } = document;

    expect(front.filter(({ isRecommended }) => isRecommended)).to.have.length(1);
    for (const [index, slower] of front.slice(0, -1).entries()) {
      const faster = front[index + 1]!;
      expect(faster.costPerMonth).to.be.at.least(slower.costPerMonth * 0.999);
      expect(faster.latencySeconds).to.be.below(slower.latencySeconds);
    }
  });

  it("says what each minute less costs, by the points of the front", () => {
    const [slower, faster] = document.front;
    const minutes = (slower!.latencySeconds - faster!.latencySeconds) / 60;

    expect(slower!.dollarsPerMinute).to.equal(null);
    expect(faster!.dollarsPerMinute).to.be.closeTo(
      (faster!.costPerMonth - slower!.costPerMonth) / minutes,
      1e-9,
    );
  });

  it("lays the blog's settings beside its own", () => {
    expect(document.comparisons.map(({ label }) => label)).to.deep.equal([
      "the scenario's own",
      "AWS's blog of 2022",
    ]);
  });

  it("bears its own traffic, and breaks at more of it", () => {
    const { multiple, breaksAt } = document.headroom;

    expect(multiple).to.be.at.least(1);
    if (breaksAt !== null) expect(breaksAt).to.be.above(multiple);
  });

  it("fits on a terminal and on a page", async () => {
    const summary = renderPlanSummary(document);
    const page = await renderPlanPage(document);

    for (const text of [summary, page]) {
      expect(text).to.contain("sagemaker-async-inference:maxCapacity").and.contain("p95");
      expect(text).not.to.match(/undefined|NaN|\[object/);
    }
    expect(page).to.contain("<code>maxCapacity</code>").and.not.contain("`maxCapacity`");
    expect(page).to.contain("<svg").and.not.contain('http-equiv="refresh"');
  });
});

describe("a plan of what cannot be kept", () => {
  it("tells the nearest promises instead", async () => {
    // Ten seconds of work cannot be done in five.
    const document = await plan(["p50<5s", "p95<20m"]);

    expect(document.isKept).to.equal(false);
    const [nearest] = document.compromises;
    expect(nearest?.given.map(({ objective }) => objective)).to.include("p50<5s");
    expect(nearest?.given[0]?.reached).to.be.at.least(10);
    expect(renderPlanSummary(document)).to.contain("Could be promised instead");
  });

  it("says how little of the traffic settings bear that are too few", async () => {
    const document = await plan(["p95<4m"], { maxInstances: 1, seeds: 1, confirmations: 0 });

    expect(document.isKept).to.equal(false);
    expect(document.headroom.multiple).to.be.below(1);
  });
});

describe("a request for a plan", () => {
  it("says what it supposed without a profile, and offers to measure", () => {
    const { assumptions, isUnmeasured, request } = prepared(
      plannedScenario(null, { endpoint: { maxConcurrentInvocationsPerInstance: 3 } }),
      [],
    );

    expect(isUnmeasured).to.equal(true);
    expect(request.problem.hosts).to.have.length(1);
    expect(request.problem.hosts[0]?.concurrencies).to.deep.equal([3]);
    expect(assumptions[0])
      .to.contain("ml.m5.xlarge at concurrency 3")
      .and.contain("npm run calibrate");
  });

  it("refuses types without a known price, and says how to add one", () => {
    const unpriced = plannedScenario([point("ml.m5.xlarge", 1, 1), point("ml.p5.48xlarge", 1, 1)]);

    expect(() => prepared(unpriced, [])).to.throw(
      PlanError,
      /^The price of ml\.p5\.48xlarge in us-east-1 is not known .*`--price ml\.p5\.48xlarge=<US dollars an hour>`.*`npm run prices:refresh/,
    );
    const { request } = prepared(unpriced, [], { prices: { "ml.p5.48xlarge": 60 } });
    expect(request.problem.hosts.map(({ pricePerHour }) => pricePerHour)).to.deep.equal([0.23, 60]);
  });

  it("refuses a closed loop, whose traffic follows the endpoint", () => {
    const arrivals = { kind: "closed-loop" as const, concurrency: 4 };
    const looped = { ...scenario, workload: { ...scenario.workload, arrivals } };
    expect(() => preparePlan(looped, wishes)).to.throw(
      PlanError,
      /^`workload\.arrivals` is a closed loop, .*there is no traffic to plan for\. Give arrivals that do not wait/,
    );
  });

  it("refuses more runs than a month has time for", () => {
    expect(() => preparePlan(scenario, { ...wishes, runsPerMonth: 40_000 })).to.throw(
      PlanError,
      "`--runs-per-month` is 40000, and the traffic of a run takes 99 s",
    );
  });

  it("takes service times that are given in place of the scenario's", () => {
    const { request } = prepared(scenario, [], {
      serviceTimes: [
        {
          instanceType: "ml.g5.xlarge",
          concurrency: 4,
          serviceTimeSeconds: { kind: "constant", value: 2 },
        },
      ],
    });

    expect(request.problem.hosts.map(({ instanceType }) => instanceType)).to.deep.equal([
      "ml.g5.xlarge",
    ]);
    expect(request.problem.hosts[0]?.concurrencies).to.deep.equal([1, 2, 3, 4]);
  });
});
