import {
  type DescribeEndpointInput,
  type DescribeEndpointOutput,
  type PendingDeploymentSummary,
  type ProductionVariantSummary,
} from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { type Deployment, type HostedEndpoint } from "./hosted-endpoint";
import { SAGEMAKER } from "./store";

export const describeEndpoint: Operation<DescribeEndpointInput, DescribeEndpointOutput> = (
  request,
  context,
) => {
  const { endpoints } = context.aws.store(SAGEMAKER, context.region);
  const endpoint = endpoints.require(request.EndpointName);
  const { deployment, status } = endpoint;
  const underWay = status === "Creating" || status === "Updating";
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: deployment.config.name,
    EndpointStatus: status,
    FailureReason: endpoint.failureReason,
    CreationTime: dateOf(endpoint.createdAt),
    LastModifiedTime: dateOf(endpoint.modifiedAt),
    ProductionVariants: [variantSummary(endpoint)],
    AsyncInferenceConfig: deployment.config.definition.AsyncInferenceConfig,
    LastDeploymentConfig: underWay ? undefined : endpoint.deploymentConfig,
    PendingDeploymentSummary: underWay ? pendingSummary(endpoint) : undefined,
    MetricsConfig: deployment.config.definition.MetricsConfig,
  };
};

function variantSummary(endpoint: HostedEndpoint): ProductionVariantSummary {
  const { deployment, fleet, weight } = endpoint;
  return {
    VariantName: deployment.variantName,
    DeployedImages: deployedImages(deployment, endpoint.createdAt),
    CurrentWeight: weight,
    DesiredWeight: weight,
    CurrentInstanceCount: fleet.currentInstanceCount,
    DesiredInstanceCount: fleet.desiredInstanceCount,
  };
}

function pendingSummary({ pending, fleet }: HostedEndpoint): PendingDeploymentSummary | undefined {
  if (pending === undefined) {
    return undefined;
  }
  const { deployment, since } = pending;
  return {
    EndpointConfigName: deployment.config.name,
    StartTime: dateOf(since),
    ProductionVariants: [
      {
        VariantName: deployment.variantName,
        InstanceType: deployment.config.definition.ProductionVariants?.[0]?.InstanceType,
        DesiredInstanceCount: fleet.desiredInstanceCount,
        VariantStatus: [{ Status: "Creating", StartTime: dateOf(since) }],
      },
    ],
  };
}

function deployedImages(
  { model }: Deployment,
  resolvedAt: number,
): ProductionVariantSummary["DeployedImages"] {
  const { PrimaryContainer: primary, Containers: containers = [] } = model.definition;
  return (primary === undefined ? containers : [primary]).map(({ Image: image }) => ({
    SpecifiedImage: image,
    ResolvedImage: image,
    ResolutionTime: dateOf(resolvedAt),
  }));
}
