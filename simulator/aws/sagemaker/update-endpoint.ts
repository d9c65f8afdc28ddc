import {
  type UpdateEndpointInput,
  type UpdateEndpointOutput,
  VariantPropertyType,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { rolePolicies } from "../iam/role-policies";
import { type Operation } from "../operation";
import { checkDeploymentConfig, deploymentConfigConstraint } from "./deployment-config";
import { checkExecutionRole } from "./execution-role";
import { deploymentOf } from "./hosted-endpoint";
import { nameConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";

const input = z.object({
  EndpointName: nameConstraint,
  EndpointConfigName: nameConstraint,
  ExcludeRetainedVariantProperties: z
    .array(z.object({ VariantPropertyType: z.enum(VariantPropertyType) }))
    .max(3)
    .optional(),
  DeploymentConfig: deploymentConfigConstraint.optional(),
});

/**
 * Moves an endpoint to another configuration. The new configuration's `InitialInstanceCount` and `InitialVariantWeight`
 * take the place of the count that auto scaling had reached and of the weight that was set, unless
 * `RetainAllVariantProperties` says otherwise.
 */
export const updateEndpoint: Operation<UpdateEndpointInput, UpdateEndpointOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request);
  checkDeploymentConfig(request.DeploymentConfig);
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

  if (request.RetainDeploymentConfig !== true) {
    endpoint.deploymentConfig = request.DeploymentConfig;
  }
  const { fleet } = endpoint;
  const keeps = retention(request);
  const count = keeps("DesiredInstanceCount") ? fleet.desiredInstanceCount : undefined;
  const weight = keeps("DesiredWeight") ? endpoint.weight : undefined;
  endpoint.update(deployment, { count, weight }, context.now);
  return { EndpointArn: endpoint.arn };
};

/** Tells whether a property of the variant stays as scaling and clients have made it, instead of as configured. */
function retention(request: UpdateEndpointInput): (property: VariantPropertyType) => boolean {
  const excluded = request.ExcludeRetainedVariantProperties ?? [];
  return (property) =>
    request.RetainAllVariantProperties === true &&
    !excluded.some(({ VariantPropertyType: type }) => type === property);
}
