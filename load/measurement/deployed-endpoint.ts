import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  paginateDescribeScalingPolicies,
} from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type SageMakerClient,
} from "@aws-sdk/client-sagemaker";

import { asyncMetrics } from "../../sagemaker/metrics";
import { type Scenario } from "../../simulator/scenario/schema";
import { loadError, LoadError } from "../load-error";
import { type LoadTarget } from "../target";

/** Target tracking on the backlog for each instance. */
export type BacklogTracking = NonNullable<Scenario["scaling"]>["targetTracking"];

/** What a load needs to know of the endpoint that it finds. */
export interface DeployedEndpoint {
  readonly instanceType: string;
  readonly initialInstanceCount: number;
  /** Null when SageMaker chooses. */
  readonly maxConcurrentInvocationsPerInstance: number | null;
  /** The range that Application Auto Scaling keeps the fleet in; null when the fleet is not scaled. */
  readonly capacity: { readonly min: number; readonly max: number } | null;
  /** Null without such a policy. */
  readonly targetTracking: BacklogTracking;
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
  sageMaker: SageMakerClient,
  autoScaling: ApplicationAutoScalingClient,
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
      targetTracking: await findBacklogTracking(autoScaling, target),
    };
  } catch (error) {
    throw loadError(`Looking at endpoint ${target.endpointName}`, error);
  }
}

async function findBacklogTracking(
  autoScaling: ApplicationAutoScalingClient,
  target: LoadTarget,
): Promise<BacklogTracking> {
  const pages = paginateDescribeScalingPolicies(
    { client: autoScaling },
    { ...scalable, ResourceId: scalableResourceId(target) },
  );
  for await (const { ScalingPolicies: policies = [] } of pages) {
    for (const { TargetTrackingScalingPolicyConfiguration: tracking } of policies) {
      const metric = tracking?.CustomizedMetricSpecification?.MetricName;
      if (tracking && metric === asyncMetrics.approximateBacklogSizePerInstance.name) {
        return {
          backlogPerInstance: tracking.TargetValue ?? 0,
          scaleInCooldownSeconds: tracking.ScaleInCooldown ?? 0,
          scaleOutCooldownSeconds: tracking.ScaleOutCooldown ?? 0,
          disableScaleIn: tracking.DisableScaleIn ?? false,
        };
      }
    }
  }
  return null;
}
