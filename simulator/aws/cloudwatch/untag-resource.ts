import { type UntagResourceInput, type UntagResourceOutput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { tagsOfResource } from "./tagged-resource";

export const untagResource: Operation<UntagResourceInput, UntagResourceOutput> = (
  request,
  context,
) => {
  const arn = request.ResourceARN ?? "";
  tagsOfResource(arn, context).remove(arn, request.TagKeys ?? []);
  return {};
};
