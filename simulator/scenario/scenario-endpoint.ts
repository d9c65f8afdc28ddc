import { type AsyncMetricKey } from "../../sagemaker/metrics";
import { type AsyncEndpoint } from "../engine/async-endpoint";
import { endpointMetricId } from "../engine/endpoint-metrics";
import { type Simulation } from "../engine/simulation";
import {
  type AlarmDefinition,
  type EndpointListener,
  type MetricId,
  type ModelOptions,
  type StepScalingConfiguration,
} from "../engine/types";
import { type Scenario } from "./schema";

const endpointName = "scenario";
const variantName = "AllTraffic";
const resourceId = `endpoint/${endpointName}/variant/${variantName}`;

/** The CloudWatch series of a metric of the scenario's endpoint. */
export function scenarioMetricId(key: AsyncMetricKey): MetricId {
  return endpointMetricId(key, endpointName, variantName);
}

/** Creates the scenario's endpoint, in service, with its scaling. */
export function createScenarioEndpoint(
  simulation: Simulation,
  { endpoint: settings, model, scaling }: Scenario,
  listener: EndpointListener,
): AsyncEndpoint {
  const endpoint = simulation.createEndpoint(
    {
      ...settings,
      name: endpointName,
      variantName,
      startInService: true,
      model: modelOptions(model, settings.instanceType),
    },
    listener,
  );
  if (scaling !== null) addScaling(simulation, endpoint, scaling);
  return endpoint;
}

function modelOptions(model: Scenario["model"], instanceType: string): ModelOptions {
  const { failureProbability, profile, serviceTimeSeconds } = model;
  const shared = { failureProbability, completion: "sampled" } as const;
  const points = profile?.points.filter((point) => point.instanceType === instanceType);
  const distribution = serviceTimeSeconds ?? points?.[0]?.serviceTimeSeconds;
  if (distribution === undefined) {
    throw new Error("`model` has neither `serviceTimeSeconds` nor a `profile`; give one of them.");
  }
  return {
    ...shared,
    serviceTimeSeconds: distribution,
    ...(points === undefined ? {} : { profile: points }),
  };
}

function addScaling(
  simulation: Simulation,
  endpoint: AsyncEndpoint,
  scaling: NonNullable<Scenario["scaling"]>,
): void {
  const { minCapacity, maxCapacity, targetTracking, scaleFromZero, idleScaleIn } = scaling;
  const { autoscaling } = simulation;
  autoscaling.registerTarget({ resourceId, endpoint, minCapacity, maxCapacity });
  if (targetTracking !== null) {
    const { backlogPerInstance, ...cooldowns } = targetTracking;
    autoscaling.putPolicy({
      resourceId,
      name: "backlog-target-tracking",
      arn: policyArn("backlog-target-tracking"),
      configuration: {
        ...cooldowns,
        kind: "TargetTrackingScaling",
        targetValue: backlogPerInstance,
        metric: scenarioMetricId("approximateBacklogSizePerInstance"),
        statistic: "Average",
      },
    });
  }
  if (scaleFromZero !== null) {
    addStepPolicy(
      simulation,
      "scale-from-zero",
      {
        adjustmentType: "ChangeInCapacity",
        steps: [{ lowerBound: 0, upperBound: null, adjustment: 1 }],
        cooldownSeconds: scaleFromZero.cooldownSeconds,
      },
      {
        metric: scenarioMetricId("hasBacklogWithoutCapacity"),
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: scaleFromZero.evaluationPeriods,
      },
    );
  }
  if (idleScaleIn !== null) {
    addStepPolicy(
      simulation,
      "idle-scale-in",
      {
        adjustmentType: "ExactCapacity",
        steps: [{ lowerBound: null, upperBound: 0, adjustment: minCapacity }],
        cooldownSeconds: 0,
      },
      {
        metric: scenarioMetricId("approximateBacklogSize"),
        comparisonOperator: "LessThanThreshold",
        evaluationPeriods: Math.ceil(idleScaleIn.idleSeconds / 60),
      },
    );
  }
  for (const [index, { atSeconds, ...range }] of scaling.scheduledActions.entries()) {
    autoscaling.putScheduledAction({
      ...range,
      resourceId,
      name: `scheduled-action-${index}`,
      schedule: { kind: "at", atSeconds },
    });
  }
}

/** A step policy and the alarm that fires it, whose threshold is 1 on the average of a metric. */
function addStepPolicy(
  { autoscaling, alarms }: Simulation,
  name: string,
  configuration: Pick<StepScalingConfiguration, "adjustmentType" | "steps" | "cooldownSeconds">,
  alarm: Pick<AlarmDefinition, "metric" | "comparisonOperator" | "evaluationPeriods">,
): void {
  const arn = policyArn(name);
  autoscaling.putPolicy({
    resourceId,
    name,
    arn,
    configuration: { ...configuration, kind: "StepScaling", minAdjustmentMagnitude: null },
  });
  alarms.put({
    ...alarm,
    name,
    statistic: "Average",
    periodSeconds: 60,
    datapointsToAlarm: alarm.evaluationPeriods,
    threshold: 1,
    treatMissingData: "missing",
    actionsEnabled: true,
    alarmActions: [arn],
    okActions: [],
    insufficientDataActions: [],
  });
}

function policyArn(name: string): string {
  return `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:${name}:resource/sagemaker/${resourceId}:policyName/${name}`;
}
