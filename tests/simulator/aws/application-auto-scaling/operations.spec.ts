import { type PutScalingPolicyCommandOutput } from "@aws-sdk/client-application-auto-scaling";
import { expect } from "chai";
import {
  ACCOUNT,
  CONFIG,
  ENDPOINT,
  errorOf,
  Hosting,
  REGION,
  scalableVariant,
  VARIANT,
} from "../hosting";

const inResource = `for service namespace: sagemaker, resource ID: ${scalableVariant.ResourceId}, scalable dimension: sagemaker:variant:DesiredInstanceCount`;

describe("Application Auto Scaling", () => {
  let hosting: Hosting;

  beforeEach(async () => {
    hosting = await Hosting.start({ speed: 3600 });
    await hosting.createConfig();
    await hosting.createEndpoint();
  });

  afterEach(() => hosting.close());

  function register(minCapacity = 1, maxCapacity = 5) {
    return hosting.scaling.registerScalableTarget({
      ...scalableVariant,
      MinCapacity: minCapacity,
      MaxCapacity: maxCapacity,
    });
  }

  function trackBacklog(
    targetValue = 5,
    policyName = "backlog",
  ): Promise<PutScalingPolicyCommandOutput> {
    return hosting.scaling.putScalingPolicy({
      ...scalableVariant,
      PolicyName: policyName,
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: targetValue,
        CustomizedMetricSpecification: {
          MetricName: "ApproximateBacklogSizePerInstance",
          Namespace: "AWS/SageMaker",
          Dimensions: [{ Name: "EndpointName", Value: ENDPOINT }],
          Statistic: "Average",
        },
      },
    });
  }

  it("registers a target from zero, and describes it", async () => {
    const { ScalableTargetARN: arn } = await register(0, 5);
    expect(arn).to.match(
      new RegExp(
        `^arn:aws:application-autoscaling:${REGION}:${ACCOUNT}:scalable-target/[0-9a-f]{34}$`,
      ),
    );
    const { ScalableTargets: targets = [] } = await hosting.scaling.describeScalableTargets({
      ServiceNamespace: "sagemaker",
    });
    expect(targets).to.have.lengthOf(1);
    expect(targets[0]).to.deep.include({
      ...scalableVariant,
      MinCapacity: 0,
      MaxCapacity: 5,
      ScalableTargetARN: arn,
      RoleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    });
  });

  it("brings the fleet into the range at once", async () => {
    await register(2, 5);
    await hosting.until("two instances", async () => {
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      return endpoint.ProductionVariants?.[0]?.CurrentInstanceCount === 2;
    });
    const { ScalingActivities: activities = [] } =
      await hosting.scaling.describeScalingActivities(scalableVariant);
    expect(activities[0]).to.include({
      Description: "Setting desired instance count to 2.",
      Cause: "minimum capacity was set to 2",
    });
  });

  it("refuses a variant that does not exist, and a range upside down", async () => {
    const unknown = hosting.scaling.registerScalableTarget({
      ...scalableVariant,
      ResourceId: "endpoint/other/variant/v",
      MinCapacity: 0,
      MaxCapacity: 1,
    });
    expect(await errorOf(unknown)).to.deep.equal({
      name: "ValidationException",
      message: "SageMaker endpoint variant doesn't exist: endpoint/other/variant/v",
    });
    expect(await errorOf(register(3, 2))).to.deep.equal({
      name: "ValidationException",
      message: "Minimum capacity cannot be greater than maximum capacity",
    });
  });

  it("makes the two alarms of target tracking as AWS shapes them", async () => {
    await register();
    const { PolicyARN: policyArn = "", Alarms: alarms = [] } = await trackBacklog();
    expect(policyArn).to.match(
      new RegExp(
        `^arn:aws:autoscaling:${REGION}:${ACCOUNT}:scalingPolicy:[0-9a-f-]{36}:resource/sagemaker/endpoint/${ENDPOINT}/variant/${VARIANT}:policyName/backlog$`,
      ),
    );
    const { MetricAlarms: described = [] } = await hosting.cloudwatch.describeAlarms({
      AlarmNames: alarms.map(({ AlarmName: name = "" }) => name),
    });
    const high = described.find(({ AlarmName: name }) => name?.includes("-AlarmHigh-"));
    const low = described.find(({ AlarmName: name }) => name?.includes("-AlarmLow-"));
    expect(high).to.deep.include({
      Threshold: 5,
      ComparisonOperator: "GreaterThanThreshold",
      Period: 60,
      EvaluationPeriods: 3,
      AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policyArn}.`,
      Dimensions: [{ Name: "EndpointName", Value: ENDPOINT }],
    });
    expect(low).to.include({
      Threshold: 4.5,
      ComparisonOperator: "LessThanThreshold",
      EvaluationPeriods: 15,
    });
    expect(high).to.not.have.property("TreatMissingData");
  });

  it("gives a policy back as it was written, also after a change", async () => {
    await register();
    const first = await trackBacklog(5);
    const second = await trackBacklog(7);
    expect(second.PolicyARN).to.equal(first.PolicyARN);
    const { ScalingPolicies: policies = [] } = await hosting.scaling.describeScalingPolicies({
      ServiceNamespace: "sagemaker",
      PolicyNames: ["backlog"],
    });
    expect(policies).to.have.lengthOf(1);
    expect(policies[0]?.TargetTrackingScalingPolicyConfiguration).to.deep.equal({
      TargetValue: 7,
      CustomizedMetricSpecification: {
        MetricName: "ApproximateBacklogSizePerInstance",
        Namespace: "AWS/SageMaker",
        Dimensions: [{ Name: "EndpointName", Value: ENDPOINT }],
        Statistic: "Average",
      },
    });
    expect(policies[0]?.Alarms).to.have.lengthOf(2);
  });

  it("refuses a policy without a target", async () => {
    expect(await errorOf(trackBacklog())).to.deep.equal({
      name: "ObjectNotFoundException",
      message: `No scalable target registered ${inResource}`,
    });
  });

  it("refuses steps with a gap between them", async () => {
    await register();
    const put = hosting.scaling.putScalingPolicy({
      ...scalableVariant,
      PolicyName: "steps",
      PolicyType: "StepScaling",
      StepScalingPolicyConfiguration: {
        AdjustmentType: "ChangeInCapacity",
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 5, ScalingAdjustment: 1 },
          { MetricIntervalLowerBound: 6, ScalingAdjustment: 2 },
        ],
      },
    });
    expect(await errorOf(put)).to.deep.equal({
      name: "ValidationException",
      message:
        "There can't be a gap or an overlap between step adjustment intervals: one ends at 5, the next begins at 6.",
    });
  });

  it("refuses a second policy that tracks the same metric, and takes a change of the first", async () => {
    await register();
    await trackBacklog();
    await trackBacklog();
    expect(await errorOf(trackBacklog(9, "backlog-again"))).to.deep.equal({
      name: "ValidationException",
      message: "Only one TargetTrackingScaling policy for a given metric specification is allowed.",
    });
    const { MetricAlarms: alarms } = await hosting.cloudwatch.describeAlarms({});
    expect(alarms).to.have.length(2);
  });

  it("deletes a policy with its alarms", async () => {
    await register();
    await trackBacklog();
    await hosting.scaling.deleteScalingPolicy({ ...scalableVariant, PolicyName: "backlog" });
    const { MetricAlarms: alarms } = await hosting.cloudwatch.describeAlarms({});
    expect(alarms).to.deep.equal([]);
    const again = hosting.scaling.deleteScalingPolicy({
      ...scalableVariant,
      PolicyName: "backlog",
    });
    expect(await errorOf(again)).to.deep.equal({
      name: "ObjectNotFoundException",
      message: `No scaling policy found ${inResource}`,
    });
  });

  it("changes the range at a scheduled time", async () => {
    await register(1, 5);
    const at = await hosting.atOneInstant(async () => {
      const soon = new Date((hosting.aws.clock.now() + 120) * 1000).toISOString().slice(0, 19);
      await hosting.scaling.putScheduledAction({
        ...scalableVariant,
        ScheduledActionName: "morning",
        Schedule: `at(${soon})`,
        ScalableTargetAction: { MinCapacity: 2 },
      });
      return soon;
    });
    const { ScheduledActions: actions = [] } = await hosting.scaling.describeScheduledActions({
      ServiceNamespace: "sagemaker",
    });
    expect(actions[0]).to.deep.include({
      ScheduledActionName: "morning",
      Schedule: `at(${at})`,
      ScalableTargetAction: { MinCapacity: 2 },
    });
    await hosting.until("two instances", async () => {
      const endpoint = await hosting.sagemaker.describeEndpoint({ EndpointName: ENDPOINT });
      return endpoint.ProductionVariants?.[0]?.CurrentInstanceCount === 2;
    });
    await hosting.scaling.deleteScheduledAction({
      ...scalableVariant,
      ScheduledActionName: "morning",
    });
  });

  it("keeps tags of a target", async () => {
    const { ScalableTargetARN: arn } = await hosting.scaling.registerScalableTarget({
      ...scalableVariant,
      MinCapacity: 0,
      MaxCapacity: 1,
      Tags: { team: "a" },
    });
    await hosting.scaling.tagResource({ ResourceARN: arn, Tags: { cost: "1" } });
    await hosting.scaling.untagResource({ ResourceARN: arn, TagKeys: ["team"] });
    const { Tags: tags } = await hosting.scaling.listTagsForResource({ ResourceARN: arn });
    expect(tags).to.deep.equal({ cost: "1" });
  });

  it("holds an update that would replace the instances of a registered variant", async () => {
    await register();
    await hosting.createConfig({
      EndpointConfigName: "Summaries-2",
      ProductionVariants: [
        {
          VariantName: VARIANT,
          ModelName: "Pegasus",
          InstanceType: "ml.g5.xlarge",
          InitialInstanceCount: 1,
        },
      ],
    });
    const update = hosting.sagemaker.updateEndpoint({
      EndpointName: ENDPOINT,
      EndpointConfigName: "Summaries-2",
    });
    expect(await errorOf(update)).to.deep.equal({
      name: "ValidationException",
      message: `Variant(s) "[${VARIANT}]" must be deregistered as a scalable target with AWS Auto Scaling before they can be removed or have their instance type updated.`,
    });
    const { EndpointConfigName: config } = await hosting.sagemaker.describeEndpoint({
      EndpointName: ENDPOINT,
    });
    expect(config).to.equal(CONFIG);
  });

  it("goes with the endpoint", async () => {
    await register();
    await trackBacklog();
    await hosting.sagemaker.deleteEndpoint({ EndpointName: ENDPOINT });
    const { ScalableTargets: targets } = await hosting.scaling.describeScalableTargets({
      ServiceNamespace: "sagemaker",
    });
    expect(targets).to.deep.equal([]);
    const { MetricAlarms: alarms } = await hosting.cloudwatch.describeAlarms({});
    expect(alarms).to.deep.equal([]);
  });

  it("tracks the result of metric math", async () => {
    await register(0, 5);
    const dimensions = [{ Name: "EndpointName", Value: ENDPOINT }];
    const metric = { Namespace: "AWS/SageMaker", Dimensions: dimensions };
    const Metrics = [
      {
        Id: "backlog",
        MetricStat: {
          Metric: { ...metric, MetricName: "ApproximateBacklogSize" },
          Stat: "Maximum",
        },
        ReturnData: false,
      },
      { Id: "load", Expression: "FILL(backlog, 0) / 2", Label: "Load", ReturnData: true },
    ];
    await hosting.scaling.putScalingPolicy({
      ...scalableVariant,
      PolicyName: "math",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 3,
        CustomizedMetricSpecification: { Metrics },
      },
    });
    const { MetricAlarms: alarms = [] } = await hosting.cloudwatch.describeAlarms({});
    expect(alarms.map(({ Threshold: threshold }) => threshold)).to.have.members([3, 2.7]);
    expect(alarms[0]?.Metrics?.[1]).to.deep.equal({
      Id: "load",
      Expression: "FILL(backlog, 0) / 2",
      Label: "Load",
      ReturnData: true,
    });
    expect(alarms[0]?.Metrics?.[0]?.MetricStat).to.include({ Period: 60, Stat: "Maximum" });
  });

  it("refuses a forecast, for there is no predictive scaling of variants", async () => {
    const forecast = hosting.scaling.getPredictiveScalingForecast({
      ...scalableVariant,
      PolicyName: "backlog",
      StartTime: new Date(0),
      EndTime: new Date(3_600_000),
    });
    expect(await errorOf(forecast)).to.deep.equal({
      name: "ValidationException",
      message:
        "The policy backlog is not a predictive scaling policy: the PredictiveScaling policy type is not supported for the sagemaker service namespace.",
    });
  });

  it("refuses a namespace that no service has, with all that there are", async () => {
    const described = hosting.scaling.describeScalableTargets({
      ServiceNamespace: "lambada" as "lambda",
    });
    expect((await errorOf(described)).message).to.match(
      /^1 validation error detected: Value 'lambada' at 'serviceNamespace' failed to satisfy constraint: Member must satisfy enum value set: \[.*sagemaker.*\]$/,
    );
  });
});
