import { type AddTagsInput, type AddTagsOutput } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { tagsConstraint } from "./name-constraints";
import { SAGEMAKER } from "./store";
import { requireResource } from "./tagged-resource";

const input = z.object({ ResourceArn: z.string().max(256), Tags: tagsConstraint });

export const addTags: Operation<AddTagsInput, AddTagsOutput> = (request, context) => {
  checkConstraints(input, request);
  const arn = requireResource(request.ResourceArn, context);
  const { tags } = context.aws.store(SAGEMAKER, context.region);
  tags.put(arn, request.Tags);
  return { Tags: tags.list(arn) };
};
