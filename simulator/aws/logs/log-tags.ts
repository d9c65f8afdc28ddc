import {
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  type ListTagsLogGroupRequest,
  type ListTagsLogGroupResponse,
  type TagLogGroupRequest,
  type TagResourceRequest,
  type UntagLogGroupRequest,
  type UntagResourceRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Operation, type RequestContext } from "../operation";
import { logsOf } from "./store";

type Tags = Record<string, string>;

export const tagResource: Operation<TagResourceRequest, void> = (input, context) => {
  put(input.resourceArn, input.tags, context);
};

export const untagResource: Operation<UntagResourceRequest, void> = (input, context) => {
  remove(input.resourceArn, input.tagKeys, context);
};

export const listTagsForResource: Operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
> = (input, context) => ({ tags: list(input.resourceArn, context) });

export const tagLogGroup: Operation<TagLogGroupRequest, void> = (input, context) => {
  put(input.logGroupName, input.tags, context);
};

export const untagLogGroup: Operation<UntagLogGroupRequest, void> = (input, context) => {
  remove(input.logGroupName, input.tags, context);
};

export const listTagsLogGroup: Operation<ListTagsLogGroupRequest, ListTagsLogGroupResponse> = (
  input,
  context,
) => ({ tags: list(input.logGroupName, context) });

function put(group: string | undefined, tags: Tags | undefined, context: RequestContext): void {
  const logs = logsOf(context);
  const entries = Object.entries(tags ?? {});
  logs.tags.put(
    logs.group(group).arn,
    entries.map(([Key, Value]) => ({ Key, Value })),
  );
}

function remove(
  group: string | undefined,
  keys: readonly string[] | undefined,
  context: RequestContext,
): void {
  const logs = logsOf(context);
  logs.tags.remove(logs.group(group).arn, keys ?? []);
}

function list(group: string | undefined, context: RequestContext): Tags {
  const logs = logsOf(context);
  const tags = logs.tags.list(logs.group(group).arn);
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
