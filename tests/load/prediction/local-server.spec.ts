import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { runLoad } from "../../../load/run/run-load";
import { stackTarget } from "../../../load/service/stack-target";
import { parseSettings } from "../../../settings/schema";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { deployStack as deployProgram } from "../../../simulator/deploy";
import { readProject } from "../../../simulator/deploy/project";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type ResultPrediction } from "../../../simulator/scenario/result";
import { type Scenario } from "../../../simulator/scenario/schema";
import { stackScenario } from "../../../simulator/scenario/stack-scenario";
import { deployStack } from "../local-stack";

const traces = process.env["TRACES_DIR"] ?? join(__dirname, "../../../../shared/traces");

const projectDir = join(__dirname, "../../..");

/**
 * Every request of the traces on the default model takes minutes (`WHOLE_TRACES=1`). Otherwise a part of them, on a
 * model that is slower by as much, so that the fleet is as busy: of a fleet that is idle now and then, a single request
 * at the turn of a minute decides whether it leaves, and no two runs are alike.
 */
const isWhole = process.env["WHOLE_TRACES"] === "1";
const usualModel = { serviceTimeSeconds: { kind: "lognormal", p50: 3, p90: 6 } } as const;
const slowModel = { serviceTimeSeconds: { kind: "lognormal", p50: 60, p90: 120 } } as const;
const traceParts = [
  { file: "azure-llm-2023-code.csv", rateScale: isWhole ? 1 : 0.1 },
  { file: "azure-llm-2023-conv.csv", rateScale: isWhole ? 1 : 0.05 },
];

/** What AWS leaves to chance is held still, so that the errors are those of measuring and modelling. */
const stillPlatform = {
  provisionSeconds: { kind: "constant", value: 180 },
  terminationSeconds: { kind: "constant", value: 120 },
  metricDelaySeconds: { kind: "constant", value: 90 },
} as const;

const bursts = {
  ...{ kind: "bursts", baseRatePerSecond: 0, burstRatePerSecond: 2 },
  ...{ burstSeconds: 300, periodSeconds: 3600 },
};

describe("the prediction of a run on the local server", function () {
  this.timeout(isWhole ? 1_800_000 : 120_000);

  let aws: LocalAws;
  let reportsDirectory: string;
  beforeEach(() => {
    reportsDirectory = mkdtempSync(join(tmpdir(), "prediction-"));
  });
  afterEach(async () => {
    await aws.close();
    rmSync(reportsDirectory, { recursive: true });
  });

  async function predicted(
    scenario: Scenario,
    model: typeof usualModel | typeof slowModel = usualModel,
  ): Promise<ResultPrediction> {
    // The client holds the server's time back where it cannot keep up, so that speed costs no faithfulness.
    aws = await startLocalAws({ speed: isWhole ? 600 : 3600, platform: stillPlatform, ...model });
    const target = await deployStack(aws.endpoint);
    const result = await runLoad({ target, scenario, reportsDirectory });
    return result.prediction ?? expect.fail("no prediction");
  }

  function expectAgreement({ errors }: ResultPrediction): void {
    expect(errors.backlogMean).to.be.below(0.05);
    expect(Math.abs(errors.cost ?? 1)).to.be.below(0.05);
  }

  function expectAgreementInEveryMinute(prediction: ResultPrediction): void {
    expectAgreement(prediction);
    expect(prediction.errors.backlogLargest).to.be.below(0.05);
    expect(Math.abs(prediction.errors.backlogPeak ?? 1)).to.be.below(0.05);
  }

  it("agrees with the measurement in bursts", async () => {
    const workload = { requests: 900, arrivals: bursts };
    expectAgreement(await predicted(parseScenario({ workload, platform: stillPlatform })));
  });

  it("shows a model that is twice as slow as the deployed one", async () => {
    const { errors } = await predicted(
      parseScenario({
        workload: { requests: 900, arrivals: bursts },
        model: { serviceTimeSeconds: { kind: "lognormal", p50: 6, p90: 12 } },
        platform: stillPlatform,
      }),
    );
    expect(errors.service).to.be.closeTo(1, 0.15);
    expect(errors.backlogMean).to.be.above(0.05);
  });

  it("agrees with the measurement in every minute of the default stack's 10,000 requests", async function () {
    if (!isWhole) {
      console.log("      takes a minute: skipped; WHOLE_TRACES=1 runs it");
      this.skip();
    }
    const stateDir = join(reportsDirectory, "state");
    const { config, region } = readProject(projectDir, "local");
    const scenario = stackScenario(parseSettings(config), { stack: "local", region });
    aws = await startLocalAws({ speed: 600, platform: stillPlatform });
    const { endpoint } = aws;
    const stack = { endpoint, projectDir, stateDir, stack: "local", config: {} };
    const target = stackTarget((await deployProgram(stack)).outputs, endpoint);
    const platform = { ...scenario.platform, ...stillPlatform };
    const { prediction } = await runLoad({
      ...{ target, reportsDirectory },
      scenario: { ...scenario, platform },
    });
    expectAgreementInEveryMinute(prediction ?? expect.fail("no prediction"));
  });

  for (const { file, rateScale } of traceParts) {
    it(`agrees with the measurement in every minute of the trace ${file}`, async function () {
      if (!existsSync(join(traces, file))) {
        console.log(`      (the trace is not in ${traces}; set TRACES_DIR)`);
        this.skip();
      }
      const model = isWhole ? usualModel : slowModel;
      const arrivals = { kind: "trace", file: join(traces, file), rateScale };
      const scenario = parseScenario(
        { workload: { arrivals }, model, platform: stillPlatform },
        (named) => readFileSync(named, "utf8"),
      );
      const prediction = await predicted(scenario, model);
      expectAgreementInEveryMinute(prediction);
    });
  }
});
