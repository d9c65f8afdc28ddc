import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  paginateDescribeScalingPolicies,
  type ScalingPolicy,
  type StepScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { DescribeEndpointCommand, DescribeEndpointConfigCommand } from "@aws-sdk/client-sagemaker";

import { asyncMetrics } from "../../sagemaker/metrics";
import { alarmPeriodSeconds } from "../../sagemaker/minute-alarms";
import { busyPercentIn, defaultBusyPercent } from "../../sagemaker/scaling-plans";
import { type Scenario } from "../../simulator/scenario/schema";
import { type LoadClients } from "../service/aws-clients";
import { loadError, LoadError } from "../load-error";
import { type LoadTarget } from "../service/target";

type Scaling = NonNullable<Scenario["scaling"]>;

/** The policies that scale an endpoint by its backlog, as a scenario writes them; null for one that it does not have. */
export type BacklogPolicies = Pick<
  Scaling,
  "targetTracking" | "scaleFromZero" | "stepScaleOut" | "idleScaleIn"
>;

/** What a load needs to know of the endpoint that it finds. */
export interface DeployedEndpoint {
  readonly instanceType: string;
  readonly initialInstanceCount: number;
  /** Null when SageMaker chooses. */
  readonly maxConcurrentInvocationsPerInstance: number | null;
  /** The range that Application Auto Scaling keeps the fleet in; null when the fleet is not scaled. */
  readonly capacity: { readonly min: number; readonly max: number } | null;
  readonly policies: BacklogPolicies;
}

/** How Application Auto Scaling names what is scaled. */
const scalable = {
  ServiceNamespace: "sagemaker",
  ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;

/** `ResourceId` of the variant in Application Auto Scaling. */
export function scalableResourceId(target: LoadTarget): string {
  return `endpoint/${target.endpointName}/variant/${target.variantName}`;
}

/**
 * Reads an endpoint's configuration.
 *
 * @throws {LoadError} When it does not exist or takes no asynchronous invocations.
 */
export async function describeDeployedEndpoint(
  { sageMaker, autoScaling, cloudWatch }: LoadClients,
  target: LoadTarget,
): Promise<DeployedEndpoint> {
  try {
    const { EndpointConfigName } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName: target.endpointName }),
    );
    const config = await sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    const variant = config.ProductionVariants?.find(
      ({ VariantName }) => VariantName === target.variantName,
    );
    if (variant === undefined || config.AsyncInferenceConfig === undefined) {
      throw new LoadError(
        variant === undefined
          ? `\`variantName\` is "${target.variantName}", and endpoint ${target.endpointName} has no such variant: give one of ` +
              (config.ProductionVariants ?? []).map(({ VariantName }) => VariantName).join(", ")
          : `Endpoint ${target.endpointName} takes no asynchronous invocations: name one with an AsyncInferenceConfig`,
      );
    }
    const { ScalableTargets: [range] = [] } = await autoScaling.send(
      new DescribeScalableTargetsCommand({
        ...scalable,
        ResourceIds: [scalableResourceId(target)],
      }),
    );
    return {
      instanceType: variant.InstanceType ?? "",
      initialInstanceCount: variant.InitialInstanceCount ?? 0,
      maxConcurrentInvocationsPerInstance:
        config.AsyncInferenceConfig.ClientConfig?.MaxConcurrentInvocationsPerInstance ?? null,
      capacity:
        range === undefined ? null : { min: range.MinCapacity ?? 0, max: range.MaxCapacity ?? 0 },
      policies: await findBacklogPolicies(autoScaling, cloudWatch, target),
    };
  } catch (error) {
    throw loadError(`Looking at endpoint ${target.endpointName}`, error);
  }
}

async function findBacklogPolicies(
  autoScaling: ApplicationAutoScalingClient,
  cloudWatch: CloudWatchClient,
  target: LoadTarget,
): Promise<BacklogPolicies> {
  const pages = paginateDescribeScalingPolicies(
    { client: autoScaling },
    { ...scalable, ResourceId: scalableResourceId(target) },
  );
  const found: { -readonly [Key in keyof BacklogPolicies]: BacklogPolicies[Key] } = {
    targetTracking: null,
    scaleFromZero: null,
    stepScaleOut: null,
    idleScaleIn: null,
  };
  for await (const { ScalingPolicies: policies = [] } of pages) {
    for (const policy of policies) {
      found.targetTracking ??= backlogTracking(policy);
      const { StepScalingPolicyConfiguration: steps } = policy;
      if (steps === undefined) continue;
      for (const alarm of await alarmsOf(policy, cloudWatch)) {
        found.scaleFromZero ??= scaleFromZero(steps, alarm);
        found.stepScaleOut ??= stepScaleOut(steps, alarm);
        found.idleScaleIn ??= idleScaleIn(steps, alarm);
      }
    }
  }
  return found;
}

function backlogTracking({
  TargetTrackingScalingPolicyConfiguration: tracking,
}: ScalingPolicy): BacklogPolicies["targetTracking"] {
  const metric = tracking?.CustomizedMetricSpecification?.MetricName;
  if (tracking === undefined || metric !== asyncMetrics.approximateBacklogSizePerInstance.name) {
    return null;
  }
  return {
    backlogPerInstance: tracking.TargetValue ?? 0,
    scaleInCooldownSeconds: tracking.ScaleInCooldown ?? 0,
    scaleOutCooldownSeconds: tracking.ScaleOutCooldown ?? 0,
    disableScaleIn: tracking.DisableScaleIn ?? false,
  };
}

/** A step policy does not say which metric it acts on; the alarms that call it do. */
async function alarmsOf(
  { Alarms: alarms = [] }: ScalingPolicy,
  cloudWatch: CloudWatchClient,
): Promise<readonly MetricAlarm[]> {
  const names = alarms.flatMap(({ AlarmName: name }) => name ?? []);
  if (names.length === 0) return [];
  const { MetricAlarms: described = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: names }),
  );
  return described;
}

function scaleFromZero(
  { Cooldown: cooldownSeconds = 0, StepAdjustments: [step] = [] }: StepScalingPolicyConfiguration,
  { MetricName, EvaluationPeriods: evaluationPeriods = 1 }: MetricAlarm,
): BacklogPolicies["scaleFromZero"] {
  return MetricName === asyncMetrics.hasBacklogWithoutCapacity.name
    ? { cooldownSeconds, evaluationPeriods, instances: step?.ScalingAdjustment ?? 1 }
    : null;
}

function stepScaleOut(
  { Cooldown: cooldownSeconds = 0 }: StepScalingPolicyConfiguration,
  { MetricName, Threshold, EvaluationPeriods: evaluationPeriods = 1 }: MetricAlarm,
): BacklogPolicies["stepScaleOut"] {
  return MetricName === asyncMetrics.approximateBacklogSizePerInstance.name
    ? { backlogPerInstance: Threshold ?? 0, evaluationPeriods, cooldownSeconds }
    : null;
}

function idleScaleIn(
  { Cooldown: cooldownSeconds = 0 }: StepScalingPolicyConfiguration,
  { MetricName, Metrics: queries = [], EvaluationPeriods: minutes = 1, ...alarm }: MetricAlarm,
): BacklogPolicies["idleScaleIn"] {
  if (alarm.ComparisonOperator !== "LessThanThreshold") return null;
  const idleSeconds = minutes * (alarm.Period ?? alarmPeriodSeconds);
  const [busyPercent] = queries.flatMap(({ Expression }) => busyPercentIn(Expression ?? "") ?? []);
  if (busyPercent !== undefined) {
    return { idleSeconds, watches: "work", busyPercent, cooldownSeconds };
  }
  return MetricName === asyncMetrics.approximateBacklogSize.name
    ? { idleSeconds, watches: "backlog", busyPercent: defaultBusyPercent, cooldownSeconds }
    : null;
}
