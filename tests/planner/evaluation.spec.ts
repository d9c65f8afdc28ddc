import { expect } from "chai";

import { Evaluator, taskScenario } from "../../planner/evaluation";
import { monthlyCost } from "../../planner/monthly-cost";
import { settingsTask } from "../../planner/planned-settings";
import { scaledWorkload } from "../../planner/scaled-workload";
import { SearchSpace } from "../../planner/search-space";
import { runScenario } from "../../simulator/scenario/run";
import { plannedScenario, point, prepared } from "./planning";

describe("an evaluation", () => {
  const plan = prepared(plannedScenario([point("ml.m5.xlarge", 2, 7)]), ["queue.p90<30m"]);
  const { problem, windows } = plan.request;
  const space = new SearchSpace(problem, plan.request.space);
  const settings = space.settings(space.axes.map(({ start }) => start))!;

  it("gives what a run of the same scenario gives", () => {
    const task = settingsTask(problem, settings, windows, 7);

    const evaluation = new Evaluator(problem).evaluate(task);
    const result = runScenario(taskScenario(problem, task));

    expect(evaluation.totals).to.deep.equal(result.totals);
    expect(evaluation.latencySeconds.total).to.deep.equal(result.latencySeconds.total);
    expect(evaluation.latencySeconds.queue).to.deep.equal(result.latencySeconds.queue);
    expect(evaluation.instanceSeconds).to.equal(result.instances.instanceSeconds);
  });

  it("gives the same again with the traffic that it has kept", () => {
    const evaluator = new Evaluator(problem);
    const task = settingsTask(problem, settings, windows, 7);

    const first = evaluator.evaluate(task);
    evaluator.evaluate({ ...task, seed: 8 });

    expect(evaluator.evaluate(task)).to.deep.equal(first);
  });

  it("counts requests that never came as unfinished", () => {
    const cut = { ...problem, base: { ...problem.base, maxSeconds: 150 } };

    const { totals } = new Evaluator(cut).evaluate(settingsTask(cut, settings, windows, 1));

    expect(totals.submitted).to.equal(400);
    expect(totals.unfinished + totals.succeeded).to.equal(400);
    expect(totals.unfinished).to.be.above(200);
  });

  it("multiplies rates and requests, and leaves the time as it is", () => {
    const doubled = scaledWorkload(problem.base.workload, 2);

    expect(doubled.requests).to.equal(800);
    expect(doubled.arrivals).to.deep.include({ burstRatePerSecond: 2, burstSeconds: 200 });
  });
});

describe("the cost of a month", () => {
  it("is the bill of the runs, and of the minimum capacity between them", () => {
    const evaluation = { instanceSeconds: 10_000, endSeconds: 3600 };
    const of = (minCapacity: number) =>
      monthlyCost(
        { ...evaluation, totals: {} as never, latencySeconds: {}, peakInstances: 4 },
        minCapacity,
        2,
        30,
      );

    // 30 runs of 10,000 s at 2 dollars an hour; with one always up, 6,400 s of each run are above it.
    expect(of(0)).to.be.closeTo((30 * 10_000 * 2) / 3600, 1e-9);
    expect(of(1)).to.be.closeTo(((30 * 6400) / 3600 + 730) * 2, 1e-9);
  });
});
