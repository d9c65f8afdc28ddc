import { type AsyncMetricKey } from "../../sagemaker/metrics";
import {
  type AlarmSubject,
  burstPlan,
  emptyQueuePlan,
  idlePlan,
  scalingPeriodSeconds,
  type StepPlan,
  wakeUpPlan,
} from "../../sagemaker/scaling-plans";
import { type AsyncEndpoint } from "../engine/async-endpoint";
import { endpointMetricId } from "../engine/endpoint-metrics";
import { type Simulation } from "../engine/simulation";
import {
  type EndpointListener,
  type MetricId,
  type MetricQuery,
  type ModelOptions,
  type WatchedMetric,
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
  { autoscaling, alarms }: Simulation,
  name: string,
  { adjustmentType, steps, alarm }: StepPlan,
  cooldownSeconds: number,
): void {
  const arn = policyArn(name);
  autoscaling.putPolicy({
    resourceId,
    name,
    arn,
    configuration: {
      ...{ kind: "StepScaling", adjustmentType, steps, cooldownSeconds },
      minAdjustmentMagnitude: null,
    },
  });
  const { subject, evaluationPeriods, threshold, comparisonOperator, treatMissingData } = alarm;
  alarms.put({
    ...watched(subject),
    ...{ name, evaluationPeriods, threshold, comparisonOperator, treatMissingData },
    periodSeconds: scalingPeriodSeconds,
    datapointsToAlarm: evaluationPeriods,
    actionsEnabled: true,
    alarmActions: [arn],
    okActions: [],
    insufficientDataActions: [],
  });
}

function watched(subject: AlarmSubject): WatchedMetric {
  if (subject.kind === "metric") {
    return { metric: scenarioMetricId(subject.metric), statistic: subject.statistic };
  }
  const terms = subject.terms.map(({ id, metric, statistic }): MetricQuery => {
    const periodSeconds = scalingPeriodSeconds;
    const source = { kind: "metric", metric: scenarioMetricId(metric), statistic } as const;
    return { id, label: null, returnData: false, source: { ...source, periodSeconds } };
  });
  const result: MetricQuery = {
    ...{ id: "result", label: null, returnData: true },
    source: { kind: "expression", expression: subject.expression, periodSeconds: null },
  };
  return { metric: null, statistic: null, queries: [...terms, result] };
}

function policyArn(name: string): string {
  return `arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:${name}:resource/sagemaker/${resourceId}:policyName/${name}`;
}
