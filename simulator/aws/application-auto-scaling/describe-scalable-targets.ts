import {
  type DescribeScalableTargetsRequest,
  type DescribeScalableTargetsResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import {
  asksForVariants,
  maxResultsConstraint,
  SCALABLE_DIMENSION,
  SERVICE_NAMESPACE,
} from "./scalable-resource";
import { AUTO_SCALING } from "./store";

const DEFAULT_PAGE = 50;

const input = z.object({ MaxResults: maxResultsConstraint });

export const describeScalableTargets: Operation<
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse
> = (request, context) => {
  checkConstraints(input, request);
  const store = context.aws.store(AUTO_SCALING, context.region);
  const wanted = request.ResourceIds ?? [];
  const found = asksForVariants(request)
    ? context.simulation.autoscaling
        .targets()
        .filter(({ resourceId }) => wanted.length === 0 || wanted.includes(resourceId))
    : [];
  const { items, nextToken } = pageOf(found, request.NextToken, request.MaxResults ?? DEFAULT_PAGE);
  return {
    ScalableTargets: items.map((target) => ({
      ServiceNamespace: SERVICE_NAMESPACE,
      ResourceId: target.resourceId,
      ScalableDimension: SCALABLE_DIMENSION,
      MinCapacity: target.minCapacity,
      MaxCapacity: target.maxCapacity,
      RoleARN: store.targets.get(target.resourceId)?.roleArn,
      CreationTime: dateOf(target.registeredAt),
      SuspendedState: {
        DynamicScalingInSuspended: target.suspendedState.dynamicScalingInSuspended,
        DynamicScalingOutSuspended: target.suspendedState.dynamicScalingOutSuspended,
        ScheduledScalingSuspended: target.suspendedState.scheduledScalingSuspended,
      },
      ScalableTargetARN: store.targets.get(target.resourceId)?.arn,
    })),
    NextToken: nextToken,
  };
};
