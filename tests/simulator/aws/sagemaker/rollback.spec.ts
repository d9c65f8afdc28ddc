import { type StateValue } from "@aws-sdk/client-cloudwatch";
import { type DeploymentConfig } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";
import { rollOutOf } from "../../../../simulator/aws/sagemaker/deployment-config";
import { CONFIG, ENDPOINT, Hosting } from "../hosting";

const rollOut: DeploymentConfig = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 3600 },
  },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: "errors" }] },
};

describe("SageMaker's updates", () => {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start({ speed: 3600 });
    await hosting.createConfig();
    await hosting.createEndpoint();
    await hosting.createConfig({ EndpointConfigName: "Next" });
    await hosting.cloudwatch.putMetricAlarm({
      AlarmName: "errors",
      Namespace: "Own",
      MetricName: "Errors",
      Statistic: "Sum",
      // Once a day: the state that a test sets stays.
      Period: 86_400,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "ignore",
    });
  });

  afterEach(() => hosting.close());

  async function setAlarm(StateValue: StateValue): Promise<void> {
    const state = { AlarmName: "errors", StateValue, StateReason: "for the test" };
    await hosting.cloudwatch.setAlarmState(state);
  }

  async function update(): Promise<void> {
    await hosting.sagemaker.updateEndpoint({
      EndpointName: ENDPOINT,
      EndpointConfigName: "Next",
      DeploymentConfig: rollOut,
    });
  }

  it("are rolled back when an alarm of theirs goes off", async () => {
    const { driver, clock } = hosting.aws;
    const begin = clock.now();
    const start = driver.hold(begin);
    await update();
    await hosting.untilStatus("Updating");
    await setAlarm("ALARM");
    const goOn = driver.hold(begin + 30);
    start();
    await hosting.untilStatus("RollingBack");
    goOn();
    await hosting.untilStatus("InService");
    const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
    expect(endpoint.EndpointConfigName).to.equal(CONFIG);
    expect(endpoint.ProductionVariants?.[0]?.CurrentInstanceCount).to.equal(1);
  });

  it("are rolled back when an alarm of theirs had gone off before", async () => {
    await setAlarm("ALARM");
    await update();
    await hosting.untilStatus("InService");
    const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
    expect(endpoint.EndpointConfigName).to.equal(CONFIG);
  });

  it("stay when all is well until they have watched for long enough", async () => {
    await setAlarm("OK");
    const { driver, clock } = hosting.aws;
    const begin = clock.now();
    const start = driver.hold(begin);
    await update();
    start();
    await hosting.untilStatus("InService");
    const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
    expect(endpoint.EndpointConfigName).to.equal("Next");
    // 600 s to launch, an hour of watching.
    const took = (endpoint.LastModifiedTime?.getTime() ?? 0) / 1000 - begin;
    expect(took).to.be.closeTo(4200, 0.01);
  });
});

describe("the way in which a fleet of ten takes over", () => {
  const blueGreen = (routing: object, policy = {}): DeploymentConfig => ({
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { WaitIntervalInSeconds: 100, ...routing } as never,
      ...policy,
    },
  });
  const percent = (Value: number) => ({ Type: "CAPACITY_PERCENT", Value }) as const;
  const step = { bakeSeconds: 100, terminationWaitSeconds: 0 };

  for (const [what, config, rollOut] of [
    [
      "at once without a configuration",
      undefined,
      { stepInstances: [10], bakeSeconds: 0, terminationWaitSeconds: 0 },
    ],
    [
      "at once, and the old one waits",
      blueGreen({ Type: "ALL_AT_ONCE" }, { TerminationWaitInSeconds: 60 }),
      { stepInstances: [10], bakeSeconds: 100, terminationWaitSeconds: 60 },
    ],
    [
      "by the canary and then the rest",
      blueGreen({ Type: "CANARY", CanarySize: percent(25) }),
      { stepInstances: [3, 10], ...step },
    ],
    [
      "by a quarter at a time",
      blueGreen({ Type: "LINEAR", LinearStepSize: percent(25) }),
      { stepInstances: [3, 6, 9, 10], ...step },
    ],
    [
      "by batches of two, for which the old ones go",
      {
        RollingUpdatePolicy: {
          MaximumBatchSize: { Type: "INSTANCE_COUNT", Value: 2 },
          WaitIntervalInSeconds: 100,
        },
      },
      { keepsOldFleet: false, stepInstances: [2, 4, 6, 8, 10], bakeSeconds: 100 },
    ],
  ] as const) {
    it(`is ${what}`, () => {
      expect(rollOutOf(config, 10)).to.deep.equal(rollOut);
    });
  }
});
