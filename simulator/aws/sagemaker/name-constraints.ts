import { z } from "zod";
import { sageMakerName } from "../../../sagemaker/limits";

/** Name of a model, endpoint configuration, endpoint or variant. */
export const nameConstraint = z.string().max(sageMakerName.maxLength).regex(sageMakerName.pattern);

/** Execution roles of models and endpoint configurations. */
export const roleArnConstraint = z
  .string()
  .min(20)
  .max(2048)
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/);

export const tagsConstraint = z
  .array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(50);
