import { type CreateModelInput, type CreateModelOutput } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { validationError } from "../errors";
import { type Operation } from "../operation";
import { nameConstraint, roleArnConstraint, tagsConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";

const container = z.object({
  Image: z.string().max(255).regex(/\S+/).optional(),
  Mode: z.enum(["SingleModel", "MultiModel"]).optional(),
  ModelDataUrl: z
    .string()
    .max(1024)
    .regex(/^(https|s3):\/\/([^/]+)\/?(.*)$/)
    .optional(),
  Environment: z
    .record(z.string().max(1024), z.string().max(1024))
    .refine((environment) => Object.keys(environment).length <= 100, {
      message: "Member must have length less than or equal to 100",
    })
    .optional(),
});

const input = z.object({
  ModelName: nameConstraint,
  ExecutionRoleArn: roleArnConstraint.optional(),
  PrimaryContainer: container.optional(),
  Containers: z.array(container).max(15).optional(),
  Tags: tagsConstraint.optional(),
});

export const createModel: Operation<CreateModelInput, CreateModelOutput> = (request, context) => {
  checkConstraints(input, request);
  const name = request.ModelName ?? "";
  const { models, tags } = context.aws.store(SAGEMAKER, context.region);
  models.requireFree(name);
  if ((request.PrimaryContainer === undefined) === (request.Containers === undefined)) {
    throw validationError(
      "You must provide either PrimaryContainer or Containers, and not both, to create a model.",
    );
  }
  const arn = models.arnOf(name);
  models.add({ name, arn, createdAt: context.now, definition: withModes(request) });
  tags.put(arn, request.Tags);
  return { ModelArn: arn };
};

/** SageMaker answers with the mode that it took, also when none was given. */
function withModes(request: CreateModelInput): CreateModelInput {
  const { PrimaryContainer: primary, Containers: containers } = request;
  return {
    ...request,
    PrimaryContainer: primary && { Mode: "SingleModel", ...primary },
    Containers: containers?.map((each) => ({ Mode: "SingleModel", ...each })),
  };
}
