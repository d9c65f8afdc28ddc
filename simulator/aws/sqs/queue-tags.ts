import {
  type ListQueueTagsRequest,
  type ListQueueTagsResult,
  type TagQueueRequest,
  type UntagQueueRequest,
} from "@aws-sdk/client-sqs";
import { type Operation } from "../operation";
import { queueOf } from "./queue-of";

export const listQueueTags: Operation<ListQueueTagsRequest, ListQueueTagsResult> = (
  input,
  context,
) => {
  const { tags } = queueOf(input, context);
  return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
};

export const tagQueue: Operation<TagQueueRequest, void> = (input, context) => {
  const { tags } = queueOf(input, context);
  Object.entries(input.Tags ?? {}).forEach(([key, value]) => tags.set(key, value));
};

export const untagQueue: Operation<UntagQueueRequest, void> = (input, context) => {
  const { tags } = queueOf(input, context);
  input.TagKeys?.forEach((key) => tags.delete(key));
};
