import {
  type CustomizedMetricSpecification,
  type PutScalingPolicyRequest,
  type StepScalingPolicyConfiguration,
  type TargetTrackingMetricDataQuery,
  type TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import { type StandardUnit } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { sageMakerNamespace } from "../../../sagemaker/metrics";
import { limits } from "../../../sagemaker/limits";
import { targetTrackingAlarms } from "../../../sagemaker/scaling";
import { type MetricStore } from "../../engine/metric-store";
import {
  type ScalingPolicyConfiguration,
  type StepScalingConfiguration,
  type TargetTrackingConfiguration,
  type WatchedMetric,
} from "../../engine/types";
import { watchedMath } from "../cloudwatch/metric-alarm";
import { metricIdOf, metricKeyOf, selectorOf, VALIDATION_ERROR } from "../cloudwatch/metric-id";
import { metricQueriesOf } from "../cloudwatch/metric-queries";
import { AwsError, validationError } from "../errors";

/** Most step adjustments of a policy. */
const MAX_STEPS = 20;

const seconds = z.number().min(limits.cooldownSeconds.min).optional();

/** Ranges of the members of a policy. */
export const policyConstraints = z.object({
  PolicyName: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{Cc}]+$/u),
  PolicyType: z.enum(["StepScaling", "TargetTrackingScaling", "PredictiveScaling"]).optional(),
  TargetTrackingScalingPolicyConfiguration: z
    .object({ ScaleInCooldown: seconds, ScaleOutCooldown: seconds })
    .optional(),
  StepScalingPolicyConfiguration: z
    .object({
      AdjustmentType: z
        .enum(["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"])
        .optional(),
      Cooldown: seconds,
      MetricAggregationType: z.enum(["Average", "Minimum", "Maximum"]).optional(),
    })
    .optional(),
});

/**
 * The engine's form of a policy.
 *
 * @param variant the endpoint and variant that predefined metrics are about
 * @param metrics what metric math is tried on
 * @throws AwsError `ValidationException` when the configuration is incomplete or contradicts itself
 */
export function policyConfigurationOf(
  request: PutScalingPolicyRequest,
  variant: { readonly endpointName: string; readonly variantName: string },
  metrics: MetricStore,
): ScalingPolicyConfiguration {
  switch (request.PolicyType ?? "StepScaling") {
    case "TargetTrackingScaling":
      return targetTrackingOf(request.TargetTrackingScalingPolicyConfiguration, variant, metrics);
    case "StepScaling":
      return stepScalingOf(request.StepScalingPolicyConfiguration);
    default:
      throw validationError(
        `The ${request.PolicyType} policy type is not supported for the sagemaker service namespace.`,
      );
  }
}

function targetTrackingOf(
  configuration: TargetTrackingScalingPolicyConfiguration | undefined,
  variant: { readonly endpointName: string; readonly variantName: string },
  metrics: MetricStore,
): TargetTrackingConfiguration {
  const customized = configuration?.CustomizedMetricSpecification;
  const predefined = configuration?.PredefinedMetricSpecification;
  if (configuration === undefined || (customized === undefined) === (predefined === undefined)) {
    throw validationError(
      "You must specify either a predefined metric specification or a customized metric specification, and not both, in the TargetTrackingScalingPolicyConfiguration.",
    );
  }
  if (configuration.TargetValue === undefined || !(configuration.TargetValue > 0)) {
    throw validationError("The target value must be greater than 0.");
  }
  const metric =
    customized === undefined
      ? predefinedMetric(predefined?.PredefinedMetricType, variant)
      : customizedMetric(customized, metrics);
  return {
    kind: "TargetTrackingScaling",
    targetValue: configuration.TargetValue,
    ...metric,
    scaleOutCooldownSeconds: configuration.ScaleOutCooldown ?? limits.cooldownSeconds.default,
    scaleInCooldownSeconds: configuration.ScaleInCooldown ?? limits.cooldownSeconds.default,
    disableScaleIn: configuration.DisableScaleIn ?? false,
  };
}

/**
 * A scalable target tracks a metric with one policy.
 *
 * @throws AwsError `ValidationException` when another policy tracks it already
 */
export function refuseTrackedTwice(
  configuration: ScalingPolicyConfiguration,
  others: readonly ScalingPolicyConfiguration[],
): void {
  if (configuration.kind !== "TargetTrackingScaling") return;
  const tracked = trackedKey(configuration);
  const isTracked = others.some(
    (other) => other.kind === "TargetTrackingScaling" && trackedKey(other) === tracked,
  );
  if (isTracked) {
    throw validationError(
      "Only one TargetTrackingScaling policy for a given metric specification is allowed.",
    );
  }
}

function trackedKey({ metric, statistic, queries }: WatchedMetric): string {
  return JSON.stringify(
    metric === null ? queries : [metricKeyOf(metric), metric.unit ?? null, statistic],
  );
}

function customizedMetric(
  specification: CustomizedMetricSpecification,
  metrics: MetricStore,
): WatchedMetric {
  const { MetricName: name, Namespace: namespace, Statistic: statistic } = specification;
  if (specification.Metrics !== undefined) {
    if (name !== undefined || namespace !== undefined || statistic !== undefined) {
      throw validationError(
        "A customized metric specification has either MetricName, Namespace and Statistic, or Metrics, and not both.",
      );
    }
    return metricMath(specification.Metrics, metrics);
  }
  if (name === undefined || namespace === undefined || statistic === undefined) {
    throw validationError(
      "A customized metric specification needs MetricName, Namespace and Statistic, or Metrics.",
    );
  }
  const metric = metricIdOf(namespace, name, specification.Dimensions);
  return { metric: selectorOf(metric, specification.Unit), statistic };
}

/** Queries of a policy have no period: the policy's alarms look at minutes. */
function metricMath(
  queries: readonly TargetTrackingMetricDataQuery[],
  metrics: MetricStore,
): WatchedMetric {
  try {
    const withPeriods = queries.map(({ MetricStat: stat, ...query }) => ({
      ...query,
      MetricStat: stat && {
        Metric: stat.Metric,
        Stat: stat.Stat,
        Unit: stat.Unit as StandardUnit | undefined,
        Period: targetTrackingAlarms.periodSeconds,
      },
    }));
    return watchedMath(metricQueriesOf(withPeriods), metrics);
  } catch (error) {
    const isInvalid = error instanceof AwsError && error.code === VALIDATION_ERROR;
    throw isInvalid ? validationError(error.message) : error;
  }
}

/** An asynchronous endpoint does not publish this metric; the policy's alarms then never leave INSUFFICIENT_DATA. */
function predefinedMetric(
  type: string | undefined,
  { endpointName, variantName }: { readonly endpointName: string; readonly variantName: string },
): WatchedMetric {
  if (type !== "SageMakerVariantInvocationsPerInstance") {
    throw validationError(
      `The predefined metric type ${type} is not supported for the scalable dimension sagemaker:variant:DesiredInstanceCount.`,
    );
  }
  return {
    metric: {
      namespace: sageMakerNamespace,
      name: "InvocationsPerInstance",
      dimensions: { EndpointName: endpointName, VariantName: variantName },
    },
    statistic: "Sum",
  };
}

function stepScalingOf(
  configuration: StepScalingPolicyConfiguration | undefined,
): StepScalingConfiguration {
  const steps = (configuration?.StepAdjustments ?? []).map((step) => ({
    lowerBound: step.MetricIntervalLowerBound ?? null,
    upperBound: step.MetricIntervalUpperBound ?? null,
    adjustment: step.ScalingAdjustment ?? 0,
  }));
  if (configuration?.AdjustmentType === undefined || steps.length === 0) {
    throw validationError(
      "A step scaling policy needs an AdjustmentType and at least one step adjustment.",
    );
  }
  if (steps.length > MAX_STEPS) {
    throw validationError(
      `A step scaling policy has at most ${MAX_STEPS} step adjustments; ${steps.length} were given.`,
    );
  }
  checkIntervals(steps);
  return {
    kind: "StepScaling",
    adjustmentType: configuration.AdjustmentType,
    steps,
    cooldownSeconds: configuration.Cooldown ?? limits.cooldownSeconds.default,
    minAdjustmentMagnitude: configuration.MinAdjustmentMagnitude ?? null,
  };
}

/** Intervals may neither overlap nor leave a gap, and at most one is open at either end. */
function checkIntervals(steps: StepScalingConfiguration["steps"]): void {
  const intervals = steps
    .map(({ lowerBound, upperBound }) => ({
      lower: lowerBound ?? -Infinity,
      upper: upperBound ?? Infinity,
    }))
    .sort((a, b) => a.lower - b.lower);
  intervals.forEach(({ lower, upper }, index) => {
    const next = intervals[index + 1];
    if (lower >= upper) {
      throw validationError(
        `The lower bound of a step adjustment, ${lower}, must be below its upper bound, ${upper}.`,
      );
    }
    if (next !== undefined && next.lower !== upper) {
      throw validationError(
        `There can't be a gap or an overlap between step adjustment intervals: one ends at ${upper}, the next begins at ${next.lower}.`,
      );
    }
  });
}
