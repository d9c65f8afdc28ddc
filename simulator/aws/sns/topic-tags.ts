import {
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  type TagResourceRequest,
  type TagResourceResponse,
  type UntagResourceRequest,
  type UntagResourceResponse,
} from "@aws-sdk/client-sns";
import { AwsError } from "../errors";
import { type Operation, type RequestContext } from "../operation";
import { type SnsStore } from "./store";
import { topicsOf } from "./topics-of";

export const listTagsForResource: Operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResponse
> = (input, context) => {
  const { topics, arn } = resourceOf(input, context);
  return { Tags: topics.tags.list(arn) };
};

export const tagResource: Operation<TagResourceRequest, TagResourceResponse> = (input, context) => {
  const { topics, arn } = resourceOf(input, context);
  topics.tags.put(arn, input.Tags);
  return {};
};

export const untagResource: Operation<UntagResourceRequest, UntagResourceResponse> = (
  input,
  context,
) => {
  const { topics, arn } = resourceOf(input, context);
  topics.tags.remove(arn, input.TagKeys ?? []);
  return {};
};

function resourceOf(
  input: { readonly ResourceArn: string | undefined },
  context: RequestContext,
): { topics: SnsStore; arn: string } {
  const topics = topicsOf(context);
  const topic = topics.listTopics().find(({ arn }) => arn === input.ResourceArn);
  if (topic === undefined) {
    throw new AwsError("ResourceNotFoundException", "Resource does not exist");
  }
  return { topics, arn: topic.arn };
}
