import { expect } from "chai";

import { DeploymentStrategy } from "../../../components";
import { type Recording } from "../recording-monitor";
import { deployed, statement, statements } from "./deployed";

function deploymentConfig(recording: Recording): unknown {
  return recording.resource("inference-endpoint").inputs["deploymentConfig"];
}

const ownAlarms = {
  alarms: [
    { alarmName: "inference-rollback-server-errors-alarm-0123456" },
    { alarmName: "inference-rollback-upload-failures-alarm-0123456" },
  ],
};

describe("an update of an AsyncInferenceEndpoint", () => {
  it("takes over all at once, is watched for five minutes, and is rolled back by its own alarms", async () => {
    expect(deploymentConfig(await deployed())).to.deep.equal({
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: { type: "ALL_AT_ONCE", waitIntervalInSeconds: 300 },
      },
      autoRollbackConfiguration: ownAlarms,
    });
  });

  it("is watched by alarms on metrics of the endpoint that is yet to be", async () => {
    const recording = await deployed({ rollbackServerErrors: 3 });
    const dimensions = { EndpointName: "summaries", VariantName: "primary" };
    expect(recording.resource("inference-rollback-server-errors-alarm").inputs).to.deep.equal({
      alarmDescription:
        "The model answers with server errors: rolls an update of the endpoint back.",
      namespace: "AWS/SageMaker",
      metricName: "Invocation5XXErrors",
      dimensions,
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 5,
      datapointsToAlarm: 1,
      threshold: 3,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
    });
    expect(recording.resource("inference-rollback-upload-failures-alarm").inputs).to.deep.include({
      metricName: "ResponseUploadFailures",
      dimensions,
      statistic: "Sum",
      threshold: 1,
    });
    expect(
      recording.resource("inference-rollback-server-errors-alarm").dependencies,
    ).not.to.include("inference-endpoint");
  });

  it("lets the role look at those alarms and no others", async () => {
    const recording = await deployed({ rollbackAlarmNames: ["latency"] });
    const alarm = "arn:aws:cloudwatch:us-east-1:123456789012:alarm";
    expect(statement(recording, "inference-role-policy", "WatchRollbackAlarms")).to.deep.include({
      Action: "cloudwatch:DescribeAlarms",
      Resource: [
        `${alarm}:inference-rollback-server-errors-alarm-0123456`,
        `${alarm}:inference-rollback-upload-failures-alarm-0123456`,
        `${alarm}:latency`,
      ],
    });
  });

  for (const [strategy, policy] of [
    [
      DeploymentStrategy.Canary,
      {
        blueGreenUpdatePolicy: {
          trafficRoutingConfiguration: {
            type: "CANARY",
            canarySize: { type: "CAPACITY_PERCENT", value: 20 },
            waitIntervalInSeconds: 600,
          },
          maximumExecutionTimeoutInSeconds: 7200,
        },
      },
    ],
    [
      DeploymentStrategy.Linear,
      {
        blueGreenUpdatePolicy: {
          trafficRoutingConfiguration: {
            type: "LINEAR",
            linearStepSize: { type: "CAPACITY_PERCENT", value: 20 },
            waitIntervalInSeconds: 600,
          },
          maximumExecutionTimeoutInSeconds: 7200,
        },
      },
    ],
    [
      DeploymentStrategy.Rolling,
      {
        rollingUpdatePolicy: {
          maximumBatchSize: { type: "CAPACITY_PERCENT", value: 20 },
          waitIntervalInSeconds: 600,
          maximumExecutionTimeoutInSeconds: 7200,
        },
      },
    ],
  ] as const) {
    it(`is rolled out by strategy ${strategy}`, async () => {
      const recording = await deployed({
        deploymentStrategy: strategy,
        deploymentStepPercent: 20,
        deploymentWaitSeconds: 600,
        deploymentTimeoutSeconds: 7200,
      });
      expect(deploymentConfig(recording)).to.deep.equal({
        ...policy,
        autoRollbackConfiguration: ownAlarms,
      });
    });
  }

  it("keeps the old fleet for a while where that is asked for", async () => {
    const recording = await deployed({ terminationWaitSeconds: 600 });
    expect(deploymentConfig(recording)).to.deep.include({
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: { type: "ALL_AT_ONCE", waitIntervalInSeconds: 300 },
        terminationWaitInSeconds: 600,
      },
    });
  });

  it("is not rolled back where no alarm is wanted", async () => {
    const recording = await deployed({ createRollbackAlarms: false });
    expect(deploymentConfig(recording)).not.to.have.property("autoRollbackConfiguration");
    expect(recording.childrenOf("inference").filter((name) => name.includes("alarm"))).to.be.empty;
    expect(statements(recording, "inference-role-policy").map(({ Sid }) => Sid)).not.to.include(
      "WatchRollbackAlarms",
    );
  });
});
