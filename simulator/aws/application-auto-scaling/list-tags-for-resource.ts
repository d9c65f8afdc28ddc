import {
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
} from "@aws-sdk/client-application-auto-scaling";
import { type Operation } from "../operation";
import { requireTarget } from "./tagged-target";

export const listTagsForResource: Operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
> = (request, context) => {
  const arn = request.ResourceARN ?? "";
  const tags = requireTarget(arn, context).tags.list(arn);
  return { Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
};
