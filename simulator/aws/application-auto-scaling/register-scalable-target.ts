import { createHash } from "node:crypto";
import {
  type RegisterScalableTargetRequest,
  type RegisterScalableTargetResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { limits } from "../../../sagemaker/limits";
import { arn } from "../account";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { requireVariant, requireVariantDimension, resourceIdConstraint } from "./scalable-resource";
import { AUTO_SCALING } from "./store";

const input = z.object({
  ResourceId: resourceIdConstraint,
  MinCapacity: z.number().min(limits.minCapacity.min).optional(),
  MaxCapacity: z.number().min(0).optional(),
});

export const registerScalableTarget: Operation<
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse
> = (request, context) => {
  checkConstraints(input, request);
  requireVariantDimension(request);
  const resourceId = request.ResourceId ?? "";
  const endpoint = requireVariant(resourceId, context);
  const { autoscaling } = context.simulation;
  const store = context.aws.store(AUTO_SCALING, context.region);
  const registered = autoscaling.target(resourceId);
  if (registered !== undefined && Object.keys(request.Tags ?? {}).length > 0) {
    throw validationError(
      "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.",
    );
  }
  const minCapacity = request.MinCapacity ?? registered?.minCapacity;
  const maxCapacity = request.MaxCapacity ?? registered?.maxCapacity;
  if (minCapacity === undefined || maxCapacity === undefined) {
    throw validationError(
      "MinCapacity and MaxCapacity are required to register a new scalable target.",
    );
  }
  if (minCapacity > maxCapacity) {
    throw validationError("Minimum capacity cannot be greater than maximum capacity");
  }
  const suspended = request.SuspendedState;
  autoscaling.registerTarget({
    resourceId,
    endpoint: endpoint.fleet,
    minCapacity,
    maxCapacity,
    suspendedState: suspended && {
      dynamicScalingInSuspended: suspended.DynamicScalingInSuspended ?? false,
      dynamicScalingOutSuspended: suspended.DynamicScalingOutSuspended ?? false,
      scheduledScalingSuspended: suspended.ScheduledScalingSuspended ?? false,
    },
  });

  const record = store.targets.get(resourceId) ?? {
    arn: targetArn(resourceId, context),
    roleArn: serviceLinkedRoleArn(context),
  };
  store.targets.set(resourceId, record);
  store.tags.put(
    record.arn,
    Object.entries(request.Tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  );
  return { ScalableTargetARN: record.arn };
};

function targetArn(resourceId: string, context: RequestContext): string {
  const id = createHash("sha256").update(`${context.region} ${resourceId}`).digest("hex");
  return arn("application-autoscaling", context.region, `scalable-target/${id.slice(0, 34)}`);
}

/** The role that Application Auto Scaling takes for endpoints, whatever role is asked for. */
function serviceLinkedRoleArn({ accountId }: RequestContext): string {
  return `arn:aws:iam::${accountId}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`;
}
