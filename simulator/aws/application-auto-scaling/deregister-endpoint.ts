import { type RequestContext } from "../operation";
import { AUTO_SCALING } from "./store";

/** Removes a scalable target with its policies, their alarms and its scheduled actions; an unknown one does nothing. */
export function deregisterEndpoint(
  { aws, region, simulation }: Pick<RequestContext, "aws" | "region" | "simulation">,
  resourceId: string,
): void {
  simulation.autoscaling.deregisterTarget(resourceId);
  aws.store(AUTO_SCALING, region).forgetTarget(resourceId);
}
