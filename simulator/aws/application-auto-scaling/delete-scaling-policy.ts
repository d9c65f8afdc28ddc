import {
  type DeleteScalingPolicyRequest,
  type DeleteScalingPolicyResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { type Operation } from "../operation";
import { notFound, requireVariantDimension } from "./scalable-resource";
import { AUTO_SCALING } from "./store";

/** Deletes a policy; the alarms of target tracking go with it, the user's own alarm of a step policy stays. */
export const deleteScalingPolicy: Operation<
  DeleteScalingPolicyRequest,
  DeleteScalingPolicyResponse
> = (request, context) => {
  requireVariantDimension(request);
  const { ResourceId: resourceId = "", PolicyName: name = "" } = request;
  const store = context.aws.store(AUTO_SCALING, context.region);
  if (store.policy(resourceId, name) === undefined) {
    throw notFound("scaling policy found", request);
  }
  context.simulation.autoscaling.deletePolicy(resourceId, name);
  store.deletePolicy(resourceId, name);
  return {};
};
