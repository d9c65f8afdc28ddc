import {
  type DeleteScheduledActionRequest,
  type DeleteScheduledActionResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { type Operation } from "../operation";
import { notFound, requireVariantDimension } from "./scalable-resource";
import { AUTO_SCALING } from "./store";

export const deleteScheduledAction: Operation<
  DeleteScheduledActionRequest,
  DeleteScheduledActionResponse
> = (request, context) => {
  requireVariantDimension(request);
  const { ResourceId: resourceId = "", ScheduledActionName: name = "" } = request;
  const store = context.aws.store(AUTO_SCALING, context.region);
  if (store.action(resourceId, name) === undefined) {
    throw notFound("scheduled action found", request);
  }
  context.simulation.autoscaling.deleteScheduledAction(resourceId, name);
  store.deleteAction(resourceId, name);
  return {};
};
