import { type DeleteEndpointInput } from "@aws-sdk/client-sagemaker";
import { type Operation } from "../operation";
import { deregisterEndpoint } from "../application-auto-scaling/deregister-endpoint";
import { SAGEMAKER } from "./store";

/** Deletes an endpoint; a scalable target of its variant goes with it, as for a caller who may deregister it. */
export const deleteEndpoint: Operation<DeleteEndpointInput, void> = (request, context) => {
  const { endpoints, tags } = context.aws.store(SAGEMAKER, context.region);
  const endpoint = endpoints.require(request.EndpointName);
  endpoint.requireSettled();
  deregisterEndpoint(context, endpoint.scalableResourceId);
  context.simulation.deleteEndpoint(endpoint.fleet);
  tags.drop(endpoint.arn);
};
