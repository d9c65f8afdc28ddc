import { randomUUID } from "node:crypto";
import {
  type PutScheduledActionRequest,
  type PutScheduledActionResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { z } from "zod";
import { arn } from "../account";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { type Operation } from "../operation";
import { parseSchedule } from "./action-schedule";
import {
  notFound,
  requireRoom,
  requireVariantDimension,
  resourceIdConstraint,
} from "./scalable-resource";
import { AUTO_SCALING } from "./store";

const input = z.object({
  ScheduledActionName: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:/|]+$/),
  ResourceId: resourceIdConstraint,
  Schedule: z.string().min(1).max(1600).optional(),
  ScalableTargetAction: z
    .object({
      MinCapacity: z.number().min(0).optional(),
      MaxCapacity: z.number().min(0).optional(),
    })
    .optional(),
});

export const putScheduledAction: Operation<
  PutScheduledActionRequest,
  PutScheduledActionResponse
> = (request, context) => {
  checkConstraints(input, request);
  requireVariantDimension(request);
  const { ResourceId: resourceId = "", ScheduledActionName: name = "" } = request;
  const { autoscaling } = context.simulation;
  if (autoscaling.target(resourceId) === undefined) {
    throw notFound("scalable target registered", request);
  }
  const store = context.aws.store(AUTO_SCALING, context.region);
  const known = store.action(resourceId, name);
  if (known === undefined) {
    requireRoom("scheduledActions", autoscaling.scheduledActions(resourceId).length);
  }
  // What a later call leaves out stays as it was.
  const definition = { ...known?.definition, ...givenMembers(request) };
  const action = definition.ScalableTargetAction;
  if (definition.Schedule === undefined) {
    throw validationError("A new scheduled action needs a Schedule.");
  }
  if (action?.MinCapacity === undefined && action?.MaxCapacity === undefined) {
    throw validationError("ScalableTargetAction needs MinCapacity, MaxCapacity or both.");
  }
  if ((action.MinCapacity ?? 0) > (action.MaxCapacity ?? Infinity)) {
    throw validationError("Minimum capacity cannot be greater than maximum capacity");
  }
  autoscaling.putScheduledAction({
    resourceId,
    name,
    schedule: parseSchedule(definition.Schedule, definition.Timezone),
    startSeconds: secondsOf(definition.StartTime),
    endSeconds: secondsOf(definition.EndTime),
    minCapacity: action.MinCapacity,
    maxCapacity: action.MaxCapacity,
  });
  store.putAction(resourceId, name, {
    arn:
      known?.arn ??
      arn(
        "autoscaling",
        context.region,
        `scheduledAction:${randomUUID()}:resource/sagemaker/${resourceId}:scheduledActionName/${name}`,
      ),
    createdAt: known?.createdAt ?? context.now,
    definition,
  });
  return {};
};

function givenMembers(request: PutScheduledActionRequest): PutScheduledActionRequest {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as PutScheduledActionRequest;
}

function secondsOf(date: Date | undefined): number | undefined {
  return date === undefined ? undefined : date.getTime() / 1000;
}
