import {
  type DeregisterScalableTargetRequest,
  type DeregisterScalableTargetResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { type Operation } from "../operation";
import { deregisterEndpoint } from "./deregister-endpoint";
import { notFound, requireVariantDimension } from "./scalable-resource";

export const deregisterScalableTarget: Operation<
  DeregisterScalableTargetRequest,
  DeregisterScalableTargetResponse
> = (request, context) => {
  requireVariantDimension(request);
  const resourceId = request.ResourceId ?? "";
  if (context.simulation.autoscaling.target(resourceId) === undefined) {
    throw notFound("scalable target found", request);
  }
  deregisterEndpoint(context, resourceId);
  return {};
};
