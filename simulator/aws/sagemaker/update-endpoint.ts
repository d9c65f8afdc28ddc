import { type UpdateEndpointInput, type UpdateEndpointOutput } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { rolePolicies } from "../iam/role-policies";
import { type Operation } from "../operation";
import { checkExecutionRole } from "./execution-role";
import { deploymentOf } from "./hosted-endpoint";
import { nameConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";

const input = z.object({
  EndpointName: nameConstraint,
  EndpointConfigName: nameConstraint,
});

/**
 * Moves an endpoint to another configuration. The new configuration's `InitialInstanceCount` takes the place of the
 * count that auto scaling had reached, unless `RetainAllVariantProperties` says otherwise.
 */
export const updateEndpoint: Operation<UpdateEndpointInput, UpdateEndpointOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request);
  const { models, endpointConfigs, endpoints } = context.aws.store(SAGEMAKER, context.region);
  const endpoint = endpoints.require(request.EndpointName);
  endpoint.requireSettled();
  const config = endpointConfigs.require(request.EndpointConfigName);
  if (config === endpoint.deployment.config) {
    throw validationError(
      `Endpoint "${endpoint.arn}" is already using endpoint configuration "${config.arn}".`,
    );
  }
  const model = models.require(config.definition.ProductionVariants?.[0]?.ModelName);
  const deployment = deploymentOf(config, model);
  checkExecutionRole((roleArn) => rolePolicies(context.aws, roleArn), deployment);

  const { variantName, instanceType } = endpoint.deployment;
  const replacesVariant =
    deployment.variantName !== variantName || deployment.instanceType !== instanceType;
  const { autoscaling } = context.simulation;
  if (replacesVariant && autoscaling.target(endpoint.scalableResourceId) !== undefined) {
    throw validationError(
      `Variant(s) "[${variantName}]" must be deregistered as a scalable target with AWS Auto Scaling before they can be removed or have their instance type updated.`,
    );
  }

  const excluded = request.ExcludeRetainedVariantProperties ?? [];
  const retainsCount =
    request.RetainAllVariantProperties === true &&
    !excluded.some((property) => property.VariantPropertyType === "DesiredInstanceCount");
  if (request.RetainDeploymentConfig !== true) {
    endpoint.deploymentConfig = request.DeploymentConfig;
  }
  endpoint.update(
    deployment,
    retainsCount ? endpoint.fleet.desiredInstanceCount : deployment.initialInstanceCount,
    context.now,
  );
  return { EndpointArn: endpoint.arn };
};
