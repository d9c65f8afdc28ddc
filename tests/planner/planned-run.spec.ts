import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { runLoad } from "../../load/run/run-load";
import { stackTarget } from "../../load/service/stack-target";
import { makePlan } from "../../planner/plan";
import { type PlanDocument, planDocument, qualifiedKey } from "../../planner/plan-document";
import { type LocalAws, startLocalAws } from "../../simulator/aws/local-aws";
import { deployStack } from "../../simulator/deploy";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../simulator/scenario/result";
import { evaluatorOf, prepared } from "./planning";

const root = join(__dirname, "../..");

const serviceTimeSeconds = { kind: "constant", value: 83 } as const;

/** What AWS leaves to chance is held still, so that the errors are those of the plan and of measuring. */
const platform = {
  provisionSeconds: { kind: "constant", value: 180 },
  terminationSeconds: { kind: "constant", value: 120 },
  metricDelaySeconds: { kind: "constant", value: 90 },
} as const;

/**
 * AWS's 10,000 requests of 2022 on a small scale: two a second, 83 s each, and so little time in the queue that the blog's
 * five instances let most of them expire.
 */
const scenario = parseScenario({
  workload: {
    ...{ requests: 240, arrivals: { kind: "constant", ratePerSecond: 2 } },
    ...{ requestTtlSeconds: 1200, invocationTimeoutSeconds: 300 },
    payloadBytes: { kind: "constant", value: 766 },
  },
  endpoint: { instanceType: "ml.m5.xlarge", maxConcurrentInvocationsPerInstance: 2 },
  model: { serviceTimeSeconds },
  platform,
});

/** The whole of it, and by the planner's command: docs/planning.md. */
describe("the planned settings for the blog's traffic, on the local server", function () {
  this.timeout(120_000);

  let plan: PlanDocument;
  let measured: RunResult;
  let aws: LocalAws | undefined;
  let folder = "";

  before(async () => {
    // A request that starts a moment before its time is over may expire where a moment is lost on the way.
    const preparation = prepared(scenario, ["expired=0", "queue.max<18m"], {
      ...{ maxInstances: 16, seeds: 1, confirmations: 0 },
    });
    const { request, requests, assumptions } = preparation;
    const made = await makePlan(request, evaluatorOf(preparation));
    plan = planDocument(request, made, { requests, assumptions, start: null });

    folder = mkdtempSync(join(tmpdir(), "planned-"));
    aws = await startLocalAws({ speed: 1800, platform, serviceTimeSeconds });
    const { settings } = plan.recommended;
    const { outputs } = await deployStack({
      ...{ endpoint: aws.endpoint, projectDir: root, stateDir: folder },
      config: Object.fromEntries(
        Object.entries(settings)
          .filter(([, value]) => value !== undefined)
          .map(([key, value]) => [
            qualifiedKey(key),
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
      ),
    });
    const target = stackTarget(outputs, aws.endpoint);
    measured = await runLoad({ target, scenario, reportsDirectory: folder });
  });

  after(async () => {
    await aws?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("expire nothing, where the blog's let most expire, and state both costs", () => {
    const blog = plan.comparisons.find(({ label }) => label === "AWS's blog of 2022")?.fare;
    const { fare } = plan.recommended;

    expect(fare.succeededShare.mean).to.equal(1);
    expect(blog?.succeededShare.mean).to.be.below(0.5);
    expect(fare.costPerMonth.mean).to.be.above(0);
    expect(blog?.costPerMonth.mean).to.be.above(0);
    expect(measured.totals).to.include({ submitted: 240, succeeded: 240, expired: 0, lost: 0 });
  });

  it("cost and take what the plan says, within 5 %", () => {
    const { fare } = plan.recommended;
    const cost = (fare.costPerMonth.mean ?? NaN) / plan.runsPerMonth;
    const { p50, p95 } = fare.latencySeconds;
    const { total } = measured.latencySeconds;

    expect(measured.cost.total).to.be.closeTo(cost, 0.05 * cost);
    expect(total.p50).to.be.closeTo(p50.mean ?? NaN, 0.05 * (p50.mean ?? NaN));
    expect(total.p95).to.be.closeTo(p95.mean ?? NaN, 0.05 * (p95.mean ?? NaN));
    expect(measured.instances.peak).to.equal(fare.peakInstances.mean);
  });

  it("have the backlog, the cost and the tails that the model draws beside the run, within 5 %", () => {
    const { errors } = measured.prediction ?? expect.fail("no prediction");

    expect(errors.backlogMean).to.be.below(0.05);
    for (const error of [errors.cost, errors.totalP95, errors.totalP99]) {
      expect(Math.abs(error ?? NaN)).to.be.below(0.05);
    }
  });
});
