import { type StateValue } from "@aws-sdk/client-cloudwatch";
import { type DeploymentConfig } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";
import { bakeSecondsOf } from "../../../../simulator/aws/sagemaker/deployment-config";
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

describe("the time that an update watches its alarms", () => {
  const blueGreen = (routing: object): DeploymentConfig => ({
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { WaitIntervalInSeconds: 100, ...routing } as never,
    },
  });
  const percent = (Value: number) => ({ Type: "CAPACITY_PERCENT", Value }) as const;

  for (const [what, config, seconds] of [
    ["none, without a configuration,", undefined, 0],
    ["once, all at once,", blueGreen({ Type: "ALL_AT_ONCE" }), 100],
    [
      "after the canary and after the rest",
      blueGreen({ Type: "CANARY", CanarySize: percent(10) }),
      200,
    ],
    [
      "after each quarter of a linear one",
      blueGreen({ Type: "LINEAR", LinearStepSize: percent(25) }),
      400,
    ],
    [
      "after each of five batches of two",
      {
        RollingUpdatePolicy: {
          MaximumBatchSize: { Type: "INSTANCE_COUNT", Value: 2 },
          WaitIntervalInSeconds: 100,
        },
      },
      500,
    ],
  ] as const) {
    it(`is a wait ${what} for a fleet of ten`, () => {
      expect(bakeSecondsOf(config, 10)).to.equal(seconds);
    });
  }
});
