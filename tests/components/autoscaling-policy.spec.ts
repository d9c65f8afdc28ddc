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
        "scaling-idle-policy",
        "scaling-idle-alarm",
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
          disableScaleIn: true,
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

    it("takes the whole fleet to its minimum, on the alarm's own side of the threshold", () => {
      expect(recording.resource("scaling-idle-policy").inputs).to.deep.include({
        policyType: "StepScaling",
        stepScalingPolicyConfiguration: {
          adjustmentType: "ExactCapacity",
          metricAggregationType: "Average",
          cooldown: 120,
          stepAdjustments: [{ metricIntervalUpperBound: "0", scalingAdjustment: 0 }],
        },
      });
    });

    it("does so after an hour, the longest invocation, without any sign of work", () => {
      const { alarmDescription, metricQueries, ...inputs } =
        recording.resource("scaling-idle-alarm").inputs;
      expect(alarmDescription).to.be.a("string");
      expect(inputs).to.deep.equal({
        evaluationPeriods: 60,
        datapointsToAlarm: 60,
        threshold: 1,
        comparisonOperator: "LessThanThreshold",
        treatMissingData: "notBreaching",
        alarmActions: ["arn:aws:appautoscaling:us-east-1:123456789012:scaling-idle-policy-0123456"],
      });
      const byVariant = { EndpointName: "summaries", VariantName: "primary" };
      const query = (
        id: string,
        metricName: string,
        stat: string,
        dimensions: object,
        namespace = "AWS/SageMaker",
      ) => ({
        id,
        returnData: false,
        metric: { namespace, metricName, dimensions, stat, period: 60 },
      });
      expect(metricQueries).to.deep.equal([
        query("waiting", "ApproximateBacklogSize", "Maximum", { EndpointName: "summaries" }),
        query("ended", "InvocationsProcessed", "Sum", byVariant),
        query("cpu", "CPUUtilization", "Maximum", byVariant, "/aws/sagemaker/Endpoints"),
        query("gpu", "GPUUtilization", "Maximum", byVariant, "/aws/sagemaker/Endpoints"),
        {
          id: "result",
          expression: "waiting + FILL(ended, 0) + IF(cpu > 10, 1, 0) + IF(FILL(gpu, 0) > 10, 1, 0)",
          label: "result",
          returnData: true,
        },
      ]);
    });

    it("lets an update set the capacities, as no schedule does", () => {
      expect(recording.resource("scaling-target").ignoreChanges).to.deep.equal([]);
    });

    for (const [first, later] of [
      ["scaling-target", "scaling-backlog-policy"],
      ["scaling-target", "scaling-wake-up-policy"],
      ["scaling-wake-up-policy", "scaling-wake-up-alarm"],
      ["scaling-target", "scaling-idle-policy"],
      ["scaling-idle-policy", "scaling-idle-alarm"],
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
        idlePolicyArn: "arn:aws:appautoscaling:us-east-1:123456789012:scaling-idle-policy-0123456",
        idleAlarmName: "scaling-idle-alarm-0123456",
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
            endpointName: "summaries-of-a-stack-whose-name-is-much-too-long-for-an-endpoint-",
            stepScalingMinutes: 0,
            wakeUpInstances: 0,
            longestInvocationSeconds: 3601,
            idleScaleInSeconds: 59,
            busyUtilizationPercent: 0,
            schedules: [{ name: "night", schedule: "every night", maxCapacity: 0 }],
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
      "endpointName",
      "stepScalingMinutes",
      "wakeUpInstances",
      "longestInvocationSeconds",
      "idleScaleInSeconds",
      "busyUtilizationPercent",
      "schedules",
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

  it("waits for the longest invocation, but for no less than a quarter of an hour unless told to", async () => {
    for (const [change, minutes] of [
      [{ longestInvocationSeconds: 60 }, 15],
      [{ longestInvocationSeconds: 1801 }, 31],
      [{ longestInvocationSeconds: 60, idleScaleInSeconds: 61 }, 2],
    ] as const) {
      const recording = await deployed(change);
      expect(recording.resource("scaling-idle-alarm").inputs["evaluationPeriods"]).to.equal(
        minutes,
      );
    }
  });

  it("refuses an idle time below the longest invocation", async () => {
    await record(() => {
      const create = () =>
        new AutoscalingPolicy("scaling", { ...happyPath, idleScaleInSeconds: 3599 });
      expect(refusals(create)).to.deep.equal({
        idleScaleInSeconds:
          "is 3599; it must be at least `longestInvocationSeconds`, which is 3600: raise it, or lower `longestInvocationSeconds`",
      });
    });
  });

  describe("that lets target tracking remove instances", () => {
    it("has no policy of its own for it", async () => {
      const recording = await deployed({ scaleInOnBacklog: true, longestInvocationSeconds: 30 });
      expect(recording.childrenOf("scaling")).to.have.members([
        "scaling-target",
        "scaling-backlog-policy",
        "scaling-wake-up-policy",
        "scaling-wake-up-alarm",
      ]);
      expect(
        recording.resource("scaling-backlog-policy").inputs[
          "targetTrackingScalingPolicyConfiguration"
        ],
      ).to.include({ disableScaleIn: false });
      expect(recording.outputs.get("scaling")).not.to.have.any.keys(
        "idlePolicyArn",
        "idleAlarmName",
      );
    });

    it("is refused where requests may outlive the grace of a removed instance", async () => {
      await record(() => {
        const create = () =>
          new AutoscalingPolicy("scaling", {
            ...happyPath,
            scaleInOnBacklog: true,
            longestInvocationSeconds: 31,
          });
        expect(refusals(create)).to.deep.equal({
          scaleInOnBacklog:
            "is true; target tracking removes instances whatever runs on them, and SageMaker kills that after 30 seconds, " +
            "while `longestInvocationSeconds` is 31: leave it false, or lower `longestInvocationSeconds` to 30 if every request ends by then",
        });
      });
    });
  });

  describe("that adds instances in steps", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed({ stepScaling: true, scaleOutCooldownSeconds: 60 });
    });

    it("has an alarm and a policy of its own instead of target tracking", () => {
      expect(recording.childrenOf("scaling")).to.have.members([
        "scaling-target",
        "scaling-burst-policy",
        "scaling-burst-alarm",
        "scaling-wake-up-policy",
        "scaling-wake-up-alarm",
        "scaling-idle-policy",
        "scaling-idle-alarm",
      ]);
      expect(recording.outputs.get("scaling")).to.include({
        backlogPolicyArn:
          "arn:aws:appautoscaling:us-east-1:123456789012:scaling-burst-policy-0123456",
      });
    });

    it("reacts to one minute above the target", () => {
      expect(recording.resource("scaling-burst-alarm").inputs).to.deep.include({
        metricName: "ApproximateBacklogSizePerInstance",
        dimensions: { EndpointName: "summaries" },
        period: 60,
        evaluationPeriods: 1,
        threshold: 5,
        comparisonOperator: "GreaterThanThreshold",
      });
    });

    it("adds what brings each backlog to the target, and never exact capacities, which could remove some", () => {
      expect(
        recording.resource("scaling-burst-policy").inputs["stepScalingPolicyConfiguration"],
      ).to.deep.equal({
        adjustmentType: "PercentChangeInCapacity",
        metricAggregationType: "Average",
        cooldown: 60,
        stepAdjustments: [
          // 5 to 7.5 requests wait for each: half as many instances more.
          { metricIntervalLowerBound: "0", metricIntervalUpperBound: "2.5", scalingAdjustment: 50 },
          {
            metricIntervalLowerBound: "2.5",
            metricIntervalUpperBound: "5",
            scalingAdjustment: 100,
          },
          {
            metricIntervalLowerBound: "5",
            metricIntervalUpperBound: "10",
            scalingAdjustment: 200,
          },
          {
            metricIntervalLowerBound: "10",
            metricIntervalUpperBound: "20",
            scalingAdjustment: 400,
          },
          {
            metricIntervalLowerBound: "20",
            metricIntervalUpperBound: "45",
            scalingAdjustment: 900,
          },
          { metricIntervalLowerBound: "45", scalingAdjustment: 900 },
        ],
      });
    });
  });

  it("wakes with as many instances as it is told", async () => {
    const recording = await deployed({ wakeUpInstances: 3 });
    expect(
      recording.resource("scaling-wake-up-policy").inputs["stepScalingPolicyConfiguration"],
    ).to.deep.include({
      stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 3 }],
    });
  });

  describe("with schedules", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed({
        schedules: [
          {
            name: "morning",
            schedule: "cron(0 8 ? * MON-FRI *)",
            timezone: "Europe/Berlin",
            minCapacity: 2,
          },
          { name: "night", schedule: "cron(0 20 ? * * *)", minCapacity: 0, maxCapacity: 2 },
        ],
      });
    });

    it("puts each on the target, with what it changes and nothing else", () => {
      const scaled = {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: "endpoint/summaries/variant/primary",
      };
      expect(recording.resource("scaling-morning-schedule").inputs).to.deep.equal({
        ...scaled,
        schedule: "cron(0 8 ? * MON-FRI *)",
        timezone: "Europe/Berlin",
        scalableTargetAction: { minCapacity: 2 },
      });
      expect(recording.resource("scaling-night-schedule").inputs).to.deep.equal({
        ...scaled,
        schedule: "cron(0 20 ? * * *)",
        scalableTargetAction: { minCapacity: 0, maxCapacity: 2 },
      });
      expect(standsBefore(recording, "scaling-target", "scaling-night-schedule")).to.equal(true);
    });

    it("leaves the capacities that a schedule has set to the target", () => {
      expect(recording.resource("scaling-target").ignoreChanges).to.deep.equal([
        "minCapacity",
        "maxCapacity",
      ]);
    });
  });
});
