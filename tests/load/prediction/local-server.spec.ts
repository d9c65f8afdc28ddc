import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { runLoad } from "../../../load/run/run-load";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type ResultPrediction } from "../../../simulator/scenario/result";
import { type Scenario } from "../../../simulator/scenario/schema";
import { deployStack } from "../local-stack";

const traces = process.env["TRACES_DIR"] ?? join(__dirname, "../../../../shared/traces");

/** Requests for each of a trace's: a part of them, so that the test takes seconds; 1 for all of it. */
const rateScale = Number(process.env["TRACE_RATE"] ?? 0.15);

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
  this.timeout(300_000);

  let aws: LocalAws;
  let reportsDirectory: string;
  beforeEach(async () => {
    reportsDirectory = mkdtempSync(join(tmpdir(), "prediction-"));
    aws = await startLocalAws({ speed: 600, platform: stillPlatform });
  });
  afterEach(async () => {
    await aws.close();
    rmSync(reportsDirectory, { recursive: true });
  });

  async function predicted(scenario: Scenario): Promise<ResultPrediction> {
    const target = await deployStack(aws.endpoint);
    const result = await runLoad({ target, scenario, reportsDirectory });
    return result.prediction ?? expect.fail("no prediction");
  }

  function expectAgreement({ errors }: ResultPrediction): void {
    expect(errors.backlogMean).to.be.below(0.05);
    expect(Math.abs(errors.cost ?? 1)).to.be.below(0.05);
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

  for (const file of ["azure-llm-2023-code.csv", "azure-llm-2023-conv.csv"]) {
    it(`agrees with the measurement on the trace ${file}`, async function () {
      if (!existsSync(join(traces, file))) {
        console.log(`      (the trace is not in ${traces}; set TRACES_DIR)`);
        this.skip();
      }
      const arrivals = { kind: "trace", file: join(traces, file), rateScale };
      const scenario = parseScenario({ workload: { arrivals }, platform: stillPlatform }, (named) =>
        readFileSync(named, "utf8"),
      );
      expectAgreement(await predicted(scenario));
    });
  }
});
