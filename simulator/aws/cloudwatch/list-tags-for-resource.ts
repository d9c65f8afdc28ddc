import {
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
} from "@aws-sdk/client-cloudwatch";
import { type Operation } from "../operation";
import { tagsOfResource } from "./tagged-resource";

export const listTagsForResource: Operation<ListTagsForResourceInput, ListTagsForResourceOutput> = (
  request,
  context,
) => {
  const arn = request.ResourceARN ?? "";
  return { Tags: tagsOfResource(arn, context).list(arn) };
};
