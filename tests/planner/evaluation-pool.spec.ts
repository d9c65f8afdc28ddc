import { expect } from "chai";

import { EvaluationPool } from "../../planner/evaluation-pool";
import { makePlan, type Plan } from "../../planner/plan";
import { planDocument } from "../../planner/plan-document";
import { evaluatorOf, plannedScenario, point, prepared } from "./planning";

describe("a plan", () => {
  const whole = prepared(
    plannedScenario([point("ml.m5.xlarge", 1, 6), point("ml.m5.xlarge", 2, 9)], {
      workload: {
        requests: 60,
        arrivals: { kind: "poisson", ratePerSecond: 1 },
        invocationTimeoutSeconds: 60,
      },
    }),
    ["p95<15m"],
    { seeds: 1, confirmations: 1 },
  );
  const values = {
    maxCapacity: [1, 2, 4],
    minCapacity: [0],
    backlogTarget: [5],
    wakeUpInstances: [1, 2],
  };
  const space = { ...whole.request.space, values };
  const plan = { ...whole, request: { ...whole.request, space } };
  const document = (made: Plan) =>
    planDocument(plan.request, made, {
      requests: plan.requests,
      assumptions: plan.assumptions,
      start: null,
    });

  it("is the same whatever the number of threads", async function () {
    this.timeout(120_000);
    const plans = [document(await makePlan(plan.request, evaluatorOf(plan)))];
    for (const threads of [1, 3]) {
      const pool = new EvaluationPool(plan.request.problem, threads);
      try {
        plans.push(document(await makePlan(plan.request, (tasks) => pool.evaluate(tasks))));
      } finally {
        await pool.close();
      }
    }

    expect(plans[0]?.isKept).to.equal(true);
    for (const other of plans.slice(1)) expect(other).to.deep.equal(plans[0]);
  });

  it("tells of a thread that cannot evaluate", async () => {
    const pool = new EvaluationPool({ ...plan.request.problem, hosts: [] }, 1);
    const task = { ...plan.request.compared[0]!.task };

    const failure = await pool.evaluate([task]).catch((error: unknown) => error);

    await pool.close();
    expect(failure).to.be.an("error").with.property("message", "There is no host 0");
  });
});
