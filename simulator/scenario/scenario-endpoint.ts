import {
  burstPlan,
  emptyQueuePlan,
  idlePlan,
  type StepPlan,
  wakeUpPlan,
} from "../../sagemaker/scaling-plans";
import { type AsyncEndpoint } from "../engine/async-endpoint";
import { type Simulation } from "../engine/simulation";
import { type EndpointListener, type ModelOptions } from "../engine/types";
import {
  scenarioAlarm,
  scenarioEndpointName,
  scenarioMetricId,
  scenarioVariantName,
} from "./scenario-alarm";
import { type Scenario } from "./schema";

const resourceId = `endpoint/${scenarioEndpointName}/variant/${scenarioVariantName}`;

/** Creates the scenario's endpoint, in service, with its scaling. */
export function createScenarioEndpoint(
  simulation: Simulation,
  { endpoint: settings, model, scaling }: Scenario,
  listener: EndpointListener,
): AsyncEndpoint {
  const endpoint = simulation.createEndpoint(
    {
      ...settings,
      name: scenarioEndpointName,
      variantName: scenarioVariantName,
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
  const { minCapacity, maxCapacity, targetTracking, scaleFromZero, stepScaleOut, idleScaleIn } =
    scaling;
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
  if (stepScaleOut !== null) {
    const { backlogPerInstance, evaluationPeriods, cooldownSeconds } = stepScaleOut;
    const plan = burstPlan(backlogPerInstance, evaluationPeriods);
    addStepPolicy(simulation, "step-scale-out", plan, cooldownSeconds);
  }
  if (scaleFromZero !== null) {
    const { instances, evaluationPeriods, cooldownSeconds } = scaleFromZero;
    const plan = wakeUpPlan(instances, evaluationPeriods);
    addStepPolicy(simulation, "scale-from-zero", plan, cooldownSeconds);
  }
  if (idleScaleIn !== null) {
    const { idleSeconds, watches, busyPercent, cooldownSeconds } = idleScaleIn;
    const plan =
      watches === "work" ? idlePlan(idleSeconds, busyPercent) : emptyQueuePlan(idleSeconds);
    addStepPolicy(simulation, "idle-scale-in", plan, cooldownSeconds);
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

/** A step policy and the alarm that fires it. */
function addStepPolicy(
  simulation: Simulation,
  name: string,
  { adjustmentType, steps, alarm }: StepPlan,
  cooldownSeconds: number,
): void {
  const arn = policyArn(name);
  simulation.autoscaling.putPolicy({
    resourceId,
    name,
    arn,
    configuration: {
      ...{ kind: "StepScaling", adjustmentType, steps, cooldownSeconds },
      minAdjustmentMagnitude: null,
    },
  });
  simulation.alarms.put(scenarioAlarm(name, alarm, [arn]));
}

function policyArn(name: string): string {
  return `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:${name}:resource/sagemaker/${resourceId}:policyName/${name}`;
}
