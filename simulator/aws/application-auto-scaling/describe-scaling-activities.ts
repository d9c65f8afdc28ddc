import {
  type DescribeScalingActivitiesRequest,
  type DescribeScalingActivitiesResponse,
  type NotScaledReason,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { type ScalingActivity } from "../../engine/types";
import { checkConstraints } from "../constraints";
import { type Operation, type RequestContext } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import {
  asksForVariants,
  maxResultsConstraint,
  SCALABLE_DIMENSION,
  SERVICE_NAMESPACE,
} from "./scalable-resource";

const DEFAULT_PAGE = 50;

const input = z.object({ MaxResults: maxResultsConstraint });

/** Activities, newest first; those that changed nothing only when they are asked for. */
export const describeScalingActivities: Operation<
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse
> = (request, context) => {
  checkConstraints(input, request);
  const found = asksForVariants(request)
    ? context.simulation.autoscaling
        .activities(request.ResourceId)
        .filter(
          ({ notScaledReason }) =>
            notScaledReason === null || request.IncludeNotScaledActivities === true,
        )
    : [];
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxResults ?? DEFAULT_PAGE);
  return {
    ScalingActivities: items.map((activity) => ({
      ActivityId: activity.id,
      ServiceNamespace: SERVICE_NAMESPACE,
      ResourceId: activity.resourceId,
      ScalableDimension: SCALABLE_DIMENSION,
      Description: activity.description,
      Cause: activity.cause,
      StartTime: dateOf(activity.startSeconds),
      EndTime: activity.endSeconds === null ? undefined : dateOf(activity.endSeconds),
      StatusCode: activity.status,
      StatusMessage: activity.statusMessage,
      NotScaledReasons: notScaledReasons(activity, context),
    })),
    NextToken: nextToken,
  };
};

function notScaledReasons(
  activity: ScalingActivity,
  { simulation }: RequestContext,
): NotScaledReason[] | undefined {
  if (activity.notScaledReason === null) {
    return undefined;
  }
  const target = simulation.autoscaling.target(activity.resourceId);
  return [
    {
      Code: activity.notScaledReason,
      CurrentCapacity: activity.from,
      MinCapacity:
        activity.notScaledReason === "AlreadyAtMinCapacity" ? target?.minCapacity : undefined,
      MaxCapacity:
        activity.notScaledReason === "AlreadyAtMaxCapacity" ? target?.maxCapacity : undefined,
    },
  ];
}
