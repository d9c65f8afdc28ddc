import { type TagResourceInput, type TagResourceOutput } from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { tagsOfResource } from "./tagged-resource";

export const tagResource: Operation<TagResourceInput, TagResourceOutput> = (request, context) => {
  const arn = request.ResourceARN ?? "";
  tagsOfResource(arn, context).put(arn, request.Tags);
  return {};
};
