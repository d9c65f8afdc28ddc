import { expect } from "chai";
import { type Simulation } from "../../../simulator/engine/simulation";
import { EngineRecording } from "./engine-recording";
import { BUCKET, ENDPOINT, Hosting, REGION, scalableVariant } from "./hosting";

const seed = 7;
const platform = { provisionSeconds: { kind: "uniform", min: 240, max: 420 } } as const;
const requests = 60;

/** The fleet's way as AWS documents it: from zero by a step policy, further by target tracking. */
async function scale({ scaling, cloudwatch }: Hosting): Promise<void> {
  await scaling.registerScalableTarget({ ...scalableVariant, MinCapacity: 0, MaxCapacity: 4 });
  await scaling.putScalingPolicy({
    ...scalableVariant,
    PolicyName: "backlog",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 5,
      CustomizedMetricSpecification: {
        Namespace: "AWS/SageMaker",
        MetricName: "ApproximateBacklogSizePerInstance",
        Dimensions: [{ Name: "EndpointName", Value: ENDPOINT }],
        Statistic: "Average",
      },
    },
  });
  const { PolicyARN: policyArn = "" } = await scaling.putScalingPolicy({
    ...scalableVariant,
    PolicyName: "wake",
    PolicyType: "StepScaling",
    StepScalingPolicyConfiguration: {
      AdjustmentType: "ChangeInCapacity",
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      Cooldown: 300,
    },
  });
  await cloudwatch.putMetricAlarm({
    AlarmName: "wake",
    Namespace: "AWS/SageMaker",
    MetricName: "HasBacklogWithoutCapacity",
    Dimensions: [{ Name: "EndpointName", Value: ENDPOINT }],
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    AlarmActions: [policyArn],
  });
}

describe("a server's run", function () {
  this.timeout(120_000);
  let hosting: Hosting;

  before(async () => {
    // Long services keep a backlog, so that the fleet has to grow.
    const serviceTimeSeconds = { kind: "lognormal", p50: 60, p90: 200 } as const;
    hosting = await Hosting.start({ speed: 3600, seed, platform, serviceTimeSeconds });
  });

  after(() => hosting.close());

  it("has the alarms and activities of its submissions and completions, replayed by the engine alone", async () => {
    const simulation = hosting.aws.simulation(REGION);
    const recording = new EngineRecording(simulation);
    await hosting.createConfig();
    await hosting.createEndpoint();
    await scale(hosting);
    await fleetIs(simulation, 0);
    await hosting.s3.putObject({ Bucket: BUCKET, Key: "in.txt", Body: "A text. And another." });
    for (let index = 0; index < requests; index++) {
      const known = index % 10 === 9 ? "missing" : "in";
      await hosting.runtime.invokeEndpointAsync({
        EndpointName: ENDPOINT,
        InputLocation: `s3://${BUCKET}/${known}.txt`,
        ContentType: "text/plain",
      });
    }
    await fleetIs(simulation, 1, 4);
    await fleetIs(simulation, 0);

    await hosting.atOneInstant(async () => {
      const { decisions } = recording;
      const steps = decisions.activities.map(
        (activity) => activity as { from: number; to: number },
      );
      expect(steps.some(({ from, to }) => from === 0 && to > 0)).to.equal(true);
      expect(steps.some(({ to }) => to > 1)).to.equal(true);
      expect(recording.replay(seed, platform)).to.deep.equal(decisions);
      return Promise.resolve();
    });
  });
});

/** Waits until the fleet, at rest, has so many instances. */
async function fleetIs(simulation: Simulation, least: number, most = least): Promise<void> {
  for (;;) {
    const endpoint = simulation.autoscaling.target(scalableVariant.ResourceId)?.endpoint;
    const count = endpoint?.currentInstanceCount ?? -1;
    const isIdle = most > 0 || endpoint?.backlogSize === 0;
    if (endpoint?.status === "InService" && count >= least && count <= most && isIdle) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
