import {
  type ListPolicyTagsRequest,
  type ListPolicyTagsResponse,
  type ListRoleTagsRequest,
  type ListRoleTagsResponse,
  type TagPolicyRequest,
  type TagRoleRequest,
  type UntagPolicyRequest,
  type UntagRoleRequest,
} from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { iamPage } from "./page";
import { iamOf } from "./store";

export const tagRole: Operation<TagRoleRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  iam.tags.put(iam.role(input.RoleName).arn, input.Tags);
};

export const untagRole: Operation<UntagRoleRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  iam.tags.remove(iam.role(input.RoleName).arn, input.TagKeys ?? []);
};

export const listRoleTags: Operation<ListRoleTagsRequest, ListRoleTagsResponse> = (
  input,
  { aws },
) => {
  const iam = iamOf(aws);
  const { items, ...page } = iamPage(iam.tags.list(iam.role(input.RoleName).arn), input);
  return { ...page, Tags: items };
};

export const tagPolicy: Operation<TagPolicyRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  iam.tags.put(iam.policy(input.PolicyArn).arn, input.Tags);
};

export const untagPolicy: Operation<UntagPolicyRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  iam.tags.remove(iam.policy(input.PolicyArn).arn, input.TagKeys ?? []);
};

export const listPolicyTags: Operation<ListPolicyTagsRequest, ListPolicyTagsResponse> = (
  input,
  { aws },
) => {
  const iam = iamOf(aws);
  const { items, ...page } = iamPage(iam.tags.list(iam.policy(input.PolicyArn).arn), input);
  return { ...page, Tags: items };
};
