import { type DeleteEndpointConfigInput } from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { SAGEMAKER } from "./store";

/** Deletes a configuration, also one that an endpoint still runs on: SageMaker permits that. */
export const deleteEndpointConfig: Operation<DeleteEndpointConfigInput, void> = (
  request,
  context,
) => {
  const { endpointConfigs, tags } = context.aws.store(SAGEMAKER, context.region);
  const config = endpointConfigs.require(request.EndpointConfigName);
  endpointConfigs.delete(config.name);
  tags.drop(config.arn);
};
