import { type DeleteTagsInput, type DeleteTagsOutput } from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { type Operation } from "../operation";
import { SAGEMAKER } from "./store";
import { requireResource } from "./tagged-resource";

const input = z.object({
  ResourceArn: z.string().max(256),
  TagKeys: z.array(z.string().min(1).max(128)).min(1).max(50),
});

export const deleteTags: Operation<DeleteTagsInput, DeleteTagsOutput> = (request, context) => {
  checkConstraints(input, request);
  const arn = requireResource(request.ResourceArn, context);
  context.aws.store(SAGEMAKER, context.region).tags.remove(arn, request.TagKeys ?? []);
  return {};
};
