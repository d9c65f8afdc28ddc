import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type SageMakerClient,
} from "@aws-sdk/client-sagemaker";

import { loadError, LoadError } from "../load-error";
import { type LoadTarget } from "../target";

/** What a load needs to know of the endpoint that it finds. */
export interface DeployedEndpoint {
  readonly instanceType: string;
  readonly initialInstanceCount: number;
  /** Null when SageMaker chooses. */
  readonly maxConcurrentInvocationsPerInstance: number | null;
  /** The range that Application Auto Scaling keeps the fleet in; null when the fleet is not scaled. */
  readonly capacity: { readonly min: number; readonly max: number } | null;
}

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
    const { ScalableTargets: [scalable] = [] } = await autoScaling.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: "sagemaker",
        ResourceIds: [scalableResourceId(target)],
        ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
      }),
    );
    return {
      instanceType: variant.InstanceType ?? "",
      initialInstanceCount: variant.InitialInstanceCount ?? 0,
      maxConcurrentInvocationsPerInstance:
        config.AsyncInferenceConfig.ClientConfig?.MaxConcurrentInvocationsPerInstance ?? null,
      capacity:
        scalable === undefined
          ? null
          : { min: scalable.MinCapacity ?? 0, max: scalable.MaxCapacity ?? 0 },
    };
  } catch (error) {
    throw loadError(`Looking at endpoint ${target.endpointName}`, error);
  }
}
