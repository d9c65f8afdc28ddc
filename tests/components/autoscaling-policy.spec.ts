import { expect } from "chai";

import { AutoscalingPolicy, type AutoscalingPolicyArgs } from "../../components";
import { type Recording, record, refusals, standsBefore } from "./recording-monitor";

const happyPath: AutoscalingPolicyArgs = { endpointName: "summaries", variantName: "primary" };

function deployed(change: Partial<AutoscalingPolicyArgs> = {}): Promise<Recording> {
  return record(() => new AutoscalingPolicy("scaling", { ...happyPath, ...change }));
}

describe("AutoscalingPolicy", () => {
  describe("as it is made from its required arguments", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      expect(recording.childrenOf("scaling")).to.have.members([
        "scaling-target",
        "scaling-backlog-policy",
        "scaling-wake-up-policy",
        "scaling-wake-up-alarm",
      ]);
    });

    it("scales the variant from 0 to 5 instances", () => {
      expect(recording.resource("scaling-target").inputs).to.deep.equal({
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: "endpoint/summaries/variant/primary",
        minCapacity: 0,
        maxCapacity: 5,
      });
    });

    it("aims at a backlog of 5 for each instance, by the metric's only dimension", () => {
      expect(recording.resource("scaling-backlog-policy").inputs).to.deep.equal({
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: "endpoint/summaries/variant/primary",
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue: 5,
          scaleOutCooldown: 120,
          scaleInCooldown: 120,
          customizedMetricSpecification: {
            namespace: "AWS/SageMaker",
            metricName: "ApproximateBacklogSizePerInstance",
            statistic: "Average",
            dimensions: [{ name: "EndpointName", value: "summaries" }],
          },
        },
      });
    });

    it("adds one instance, and no share of none, on the alarm's own side of the threshold", () => {
      expect(recording.resource("scaling-wake-up-policy").inputs).to.deep.include({
        policyType: "StepScaling",
        stepScalingPolicyConfiguration: {
          adjustmentType: "ChangeInCapacity",
          metricAggregationType: "Average",
          cooldown: 300,
          stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
        },
      });
    });

    it("wakes after two minutes of a backlog without an instance", () => {
      const { alarmDescription, ...inputs } = recording.resource("scaling-wake-up-alarm").inputs;
      expect(alarmDescription).to.be.a("string");
      expect(inputs).to.deep.equal({
        namespace: "AWS/SageMaker",
        metricName: "HasBacklogWithoutCapacity",
        dimensions: { EndpointName: "summaries" },
        statistic: "Average",
        period: 60,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "missing",
        alarmActions: [
          "arn:aws:appautoscaling:us-east-1:123456789012:scaling-wake-up-policy-0123456",
        ],
      });
    });

    for (const [first, later] of [
      ["scaling-target", "scaling-backlog-policy"],
      ["scaling-target", "scaling-wake-up-policy"],
      ["scaling-wake-up-policy", "scaling-wake-up-alarm"],
    ] as const) {
      it(`creates ${first} before ${later}, and deletes it after`, () => {
        expect(standsBefore(recording, first, later)).to.equal(true);
      });
    }

    it("registers exactly its public outputs", () => {
      expect(recording.outputs.get("scaling")).to.deep.equal({
        resourceId: "endpoint/summaries/variant/primary",
        backlogPolicyArn:
          "arn:aws:appautoscaling:us-east-1:123456789012:scaling-backlog-policy-0123456",
        wakeUpPolicyArn:
          "arn:aws:appautoscaling:us-east-1:123456789012:scaling-wake-up-policy-0123456",
        wakeUpAlarmName: "scaling-wake-up-alarm-0123456",
      });
    });
  });

  it("takes capacities, target and cooldowns from its arguments", async () => {
    const recording = await deployed({
      minCapacity: 1,
      maxCapacity: 9,
      targetBacklogPerInstance: 2.5,
      scaleOutCooldownSeconds: 0,
      scaleInCooldownSeconds: 600,
    });
    expect(recording.resource("scaling-target").inputs).to.include({
      minCapacity: 1,
      maxCapacity: 9,
    });
    expect(
      recording.resource("scaling-backlog-policy").inputs[
        "targetTrackingScalingPolicyConfiguration"
      ],
    ).to.include({ targetValue: 2.5, scaleOutCooldown: 0, scaleInCooldown: 600 });
  });

  it("tags the target and the alarm", async () => {
    const recording = await deployed({ tags: { team: "research" } });
    for (const name of ["scaling-target", "scaling-wake-up-alarm"]) {
      expect(recording.resource(name).inputs["tags"]).to.deep.equal({ team: "research" });
    }
  });

  it("names every argument that is out of its range at once and creates nothing", async () => {
    let reasons: Record<string, string> = {};
    const recording = await record(() => {
      reasons = refusals(
        () =>
          new AutoscalingPolicy("scaling", {
            ...happyPath,
            variantName: "-",
            minCapacity: -1,
            maxCapacity: 0,
            targetBacklogPerInstance: 0,
            scaleOutCooldownSeconds: -1,
            scaleInCooldownSeconds: 1.5,
            wakeUpCooldownSeconds: NaN,
          }),
      );
    });
    expect(reasons).to.have.all.keys(
      "variantName",
      "minCapacity",
      "maxCapacity",
      "targetBacklogPerInstance",
      "scaleOutCooldownSeconds",
      "scaleInCooldownSeconds",
      "wakeUpCooldownSeconds",
    );
    expect(recording.resources.filter(({ type }) => type.startsWith("aws:"))).to.be.empty;
  });

  it("refuses a smallest capacity above the largest, the default included", async () => {
    await record(() => {
      const create = () => new AutoscalingPolicy("scaling", { ...happyPath, minCapacity: 6 });
      expect(refusals(create)).to.deep.equal({
        minCapacity:
          "is 6; it must not be above `maxCapacity`, which is 5: lower it or raise `maxCapacity`",
      });
    });
  });
});
