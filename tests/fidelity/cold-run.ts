import { type PlatformOptions } from "../../simulator/engine/platform-options";
import { Simulation } from "../../simulator/engine/simulation";
import {
  type AlarmDefinition,
  type EndpointListener,
  type ScalingPolicyConfiguration,
} from "../../simulator/engine/types";

/** How to run one request on an endpoint that stands at zero instances. */
export interface ColdRun {
  /** Of all chance, and of the second of the minute at which the request comes. */
  readonly seed: number;
  readonly serviceSeconds: number;
  readonly platform: Partial<PlatformOptions>;
}

/** Durations in seconds. */
export interface ColdRunTimes {
  /** Submission to the start of the scale-out. */
  readonly detection: number;
  /** Submission to the start of the work. */
  readonly queue: number;
  /** Submission to the result. */
  readonly total: number;
  /** Result to the end of the scale-in. */
  readonly cooldown: number;
  /** Start of the scale-out to the end of the scale-in. */
  readonly billed: number;
}

const resourceId = "endpoint/cold/variant/AllTraffic";
const idleMetric = { namespace: "Custom", name: "EndpointIdle", dimensions: {} };

/**
 * One request to an idle endpoint of at most one instance, scaled as the published cold run was: out by
 * HasBacklogWithoutCapacity for 2 minutes, in by a metric of the user's own, published every minute, that is 1 while
 * nothing waits or runs, for 3 minutes.
 */
export function runCold({ seed, serviceSeconds, platform }: ColdRun): ColdRunTimes {
  const simulation = new Simulation({ startSeconds: 0, seed, platform });
  const heard = { started: NaN, settled: NaN };
  const listener: EndpointListener = {
    requestStarted: (_request, _instance, at) => (heard.started = at),
    requestSettled: (_request, _outcome, { settledAt }) => (heard.settled = settledAt),
    minuteSampled: (at) => {
      const isIdle = endpoint.currentInstanceCount > 0 && endpoint.inFlight === 0;
      simulation.metrics.record(idleMetric, at, isIdle ? 1 : 0);
    },
  };
  const endpoint = simulation.createEndpoint(
    {
      name: "cold",
      variantName: "AllTraffic",
      instanceType: "ml.g5.2xlarge",
      initialInstanceCount: 0,
      startInService: true,
      maxConcurrentInvocationsPerInstance: 1,
      model: {
        serviceTimeSeconds: { kind: "constant", value: serviceSeconds },
        failureProbability: 0,
        completion: "sampled",
      },
    },
    listener,
  );
  simulation.autoscaling.registerTarget({ resourceId, endpoint, minCapacity: 0, maxCapacity: 1 });
  addStepPolicy(simulation, "out", 1, {
    metric: {
      namespace: "AWS/SageMaker",
      name: "HasBacklogWithoutCapacity",
      dimensions: { EndpointName: "cold" },
    },
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
  });
  addStepPolicy(simulation, "in", -1, {
    metric: idleMetric,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
  });

  // Any second of a minute is as likely; the seeds go through them evenly.
  const submittedAt = 1800 + ((seed * 37) % 60);
  simulation.advanceTo(submittedAt);
  endpoint.submit({
    requestTtlSeconds: 21_600,
    invocationTimeoutSeconds: 3600,
    payloadBytes: 1000,
  });
  simulation.advanceTo(submittedAt + 7200);
  const [scaleIn, scaleOut] = simulation.autoscaling
    .activities()
    .filter(({ status }) => status === "Successful");
  const scaleOutAt = scaleOut?.startSeconds ?? NaN;
  const goneAt = scaleIn?.endSeconds ?? NaN;
  return {
    detection: scaleOutAt - submittedAt,
    queue: heard.started - submittedAt,
    total: heard.settled - submittedAt,
    cooldown: goneAt - heard.settled,
    billed: goneAt - scaleOutAt,
  };
}

function addStepPolicy(
  { autoscaling, alarms }: Simulation,
  name: string,
  adjustment: number,
  alarm: Pick<AlarmDefinition, "metric" | "evaluationPeriods" | "datapointsToAlarm">,
): void {
  const arn = `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:${name}`;
  const configuration: ScalingPolicyConfiguration = {
    kind: "StepScaling",
    adjustmentType: "ChangeInCapacity",
    steps: [{ lowerBound: 0, upperBound: null, adjustment }],
    cooldownSeconds: 0,
    minAdjustmentMagnitude: null,
  };
  autoscaling.putPolicy({ resourceId, name, arn, configuration });
  alarms.put({
    ...alarm,
    name,
    statistic: "Average",
    periodSeconds: 60,
    threshold: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "missing",
    actionsEnabled: true,
    alarmActions: [arn],
    okActions: [],
    insufficientDataActions: [],
  });
}
