import { type CreateEndpointInput, type CreateEndpointOutput } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { rolePolicies } from "../iam/role-policies";
import { type Operation } from "../operation";
import { checkDeploymentConfig, deploymentConfigConstraint } from "./deployment-config";
import { checkExecutionRole } from "./execution-role";
import { deploymentOf, HostedEndpoint } from "./hosted-endpoint";
import { nameConstraint, tagsConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";

const input = z.object({
  EndpointName: nameConstraint,
  EndpointConfigName: nameConstraint,
  DeploymentConfig: deploymentConfigConstraint.optional(),
  Tags: tagsConstraint.optional(),
});

export const createEndpoint: Operation<CreateEndpointInput, CreateEndpointOutput> = (
  request,
  context,
) => {
  checkConstraints(input, request);
  checkDeploymentConfig(request.DeploymentConfig);
  const name = request.EndpointName ?? "";
  const { models, endpointConfigs, endpoints, tags } = context.aws.store(SAGEMAKER, context.region);
  endpoints.requireFree(name);
  const config = endpointConfigs.require(request.EndpointConfigName);
  const model = models.require(config.definition.ProductionVariants?.[0]?.ModelName);
  const deployment = deploymentOf(config, model);
  checkExecutionRole((roleArn) => rolePolicies(context.aws, roleArn), deployment);

  const arn = endpoints.arnOf(name);
  const endpoint = new HostedEndpoint(
    context.aws,
    context.region,
    name,
    arn,
    context.now,
    deployment,
  );
  endpoint.deploymentConfig = request.DeploymentConfig;
  endpoints.add(endpoint);
  tags.put(arn, request.Tags);
  return { EndpointArn: arn };
};
