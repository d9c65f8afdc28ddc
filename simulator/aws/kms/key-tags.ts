import {
  type ListResourceTagsRequest,
  type ListResourceTagsResponse,
  type TagResourceRequest,
  type UntagResourceRequest,
} from "@aws-sdk/client-kms";
import { type Operation } from "../operation";
import { keysOf } from "./store";

export const tagResource: Operation<TagResourceRequest, void> = (input, context) => {
  const keys = keysOf(context);
  const { arn } = keys.key(input.KeyId, context.now);
  keys.tags.put(
    arn,
    input.Tags?.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
  );
};

export const untagResource: Operation<UntagResourceRequest, void> = (input, context) => {
  const keys = keysOf(context);
  keys.tags.remove(keys.key(input.KeyId, context.now).arn, input.TagKeys ?? []);
};

export const listResourceTags: Operation<ListResourceTagsRequest, ListResourceTagsResponse> = (
  input,
  context,
) => {
  const keys = keysOf(context);
  const { arn } = keys.key(input.KeyId, context.now);
  return {
    Tags: keys.tags.list(arn).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
    Truncated: false,
  };
};
