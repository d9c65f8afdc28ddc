import {
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeEndpointCommand } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";
import { expectFailure, type Session } from "../session";

/** Scaling between zero and two instances on the backlog. */
export function describeScaling(open: () => Session): void {
  it("refuses to scale an endpoint that does not exist", async () => {
    const { client, scalableVariant } = open();
    await expectFailure(
      client.call(
        new RegisterScalableTargetCommand({
          ...scalableVariant,
          ResourceId: "endpoint/none/variant/none",
          MinCapacity: 0,
          MaxCapacity: 2,
        }),
      ),
      "ValidationException",
    );
  });

  it("registers the variant from zero to two instances", async () => {
    const { client, scalableVariant } = open();
    await client.call(
      new RegisterScalableTargetCommand({ ...scalableVariant, MinCapacity: 0, MaxCapacity: 2 }),
    );
    const { ScalableTargets: targets = [] } = await client.call(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: "sagemaker",
        ResourceIds: [scalableVariant.ResourceId],
      }),
    );
    expect(targets).to.have.lengthOf(1);
    expect(targets[0]).to.include({ ...scalableVariant, MinCapacity: 0, MaxCapacity: 2 });
  });

  it("tracks the backlog with two alarms of the service's own", async () => {
    const { client, scalableVariant, endpointName } = open();
    const { Alarms: alarms = [] } = await client.call(
      new PutScalingPolicyCommand({
        ...scalableVariant,
        PolicyName: "backlog",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 5,
          ScaleInCooldown: 120,
          ScaleOutCooldown: 120,
          CustomizedMetricSpecification: {
            MetricName: "ApproximateBacklogSizePerInstance",
            Namespace: "AWS/SageMaker",
            Dimensions: [{ Name: "EndpointName", Value: endpointName }],
            Statistic: "Average",
          },
        },
      }),
    );
    const prefix = `TargetTracking-${scalableVariant.ResourceId}-Alarm`;
    expect(
      alarms.map(({ AlarmName: name = "" }) => name.slice(0, prefix.length + 3)).sort(),
    ).to.deep.equal([`${prefix}Hig`, `${prefix}Low`]);
    const { MetricAlarms: described = [] } = await client.call(
      new DescribeAlarmsCommand({ AlarmNamePrefix: prefix }),
    );
    const shapes = described.map(({ ComparisonOperator, Threshold, EvaluationPeriods, Period }) => [
      ComparisonOperator,
      Threshold,
      EvaluationPeriods,
      Period,
    ]);
    expect(shapes).to.deep.equal([
      ["GreaterThanThreshold", 5, 3, 60],
      ["LessThanThreshold", 4.5, 15, 60],
    ]);
  });

  it("wakes up from zero by a step and an alarm", async () => {
    const { client, scalableVariant, endpointName, alarmName } = open();
    const { PolicyARN: policyArn = "" } = await client.call(
      new PutScalingPolicyCommand({
        ...scalableVariant,
        PolicyName: "wake-up",
        PolicyType: "StepScaling",
        StepScalingPolicyConfiguration: {
          AdjustmentType: "ChangeInCapacity",
          MetricAggregationType: "Average",
          Cooldown: 300,
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      }),
    );
    await client.call(
      new PutMetricAlarmCommand({
        AlarmName: alarmName,
        Namespace: "AWS/SageMaker",
        MetricName: "HasBacklogWithoutCapacity",
        Dimensions: [{ Name: "EndpointName", Value: endpointName }],
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        AlarmActions: [policyArn],
      }),
    );
    const { ScalingPolicies: policies = [] } = await client.call(
      new DescribeScalingPoliciesCommand({
        ServiceNamespace: "sagemaker",
        ResourceId: scalableVariant.ResourceId,
      }),
    );
    const [step, tracking] = policies.sort((a, b) =>
      (b.PolicyName ?? "").localeCompare(a.PolicyName ?? ""),
    );
    expect(step?.Alarms?.map(({ AlarmName: name }) => name)).to.deep.equal([alarmName]);
    expect(tracking?.Alarms).to.have.lengthOf(2);
  });

  it("goes to zero instances when idle, and stays in service", async () => {
    await untilIdle(open());
  });
}

/** What the service did, after it has scaled out for work and in again. */
export function describeScalingHistory(open: () => Session): void {
  it("goes back to zero, and tells each step", async () => {
    const session = open();
    const { client, scalableVariant, alarmName } = session;
    await untilIdle(session);
    const { ScalingActivities: activities = [] } = await client.call(
      new DescribeScalingActivitiesCommand(scalableVariant),
    );
    expect(activities.map(({ StatusCode: status }) => status)).to.not.include("Failed");
    const since = activities.filter(
      ({ StartTime: start = new Date(0) }) => start >= session.sentAt,
    );
    // Newest first.
    expect(since[0]).to.include({
      Description: "Setting desired instance count to 0.",
      StatusCode: "Successful",
      StatusMessage:
        "Successfully set desired instance count to 0. Change successfully fulfilled by sagemaker.",
    });
    const wakeUp = since.at(-1);
    expect(wakeUp?.Description).to.equal("Setting desired instance count to 1.");
    expect(wakeUp?.Cause).to.equal(
      `monitor alarm ${alarmName} in state ALARM triggered policy wake-up`,
    );
    expect(wakeUp?.EndTime).to.be.an.instanceOf(Date);
  });
}

async function untilIdle(session: Session): Promise<void> {
  await session.until("no instance", async () => {
    const { EndpointStatus: status, ProductionVariants: variants } = await session.client.call(
      new DescribeEndpointCommand({ EndpointName: session.endpointName }),
    );
    return status === "InService" && variants?.[0]?.CurrentInstanceCount === 0;
  });
}
