import {
  type AttachRolePolicyRequest,
  type DetachRolePolicyRequest,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
} from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { iamPage } from "./page";
import { iamOf, noSuchEntity } from "./store";

export const attachRolePolicy: Operation<AttachRolePolicyRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  const role = iam.role(input.RoleName);
  const arn = input.PolicyArn as string;
  if (!iam.isAttachable(arn)) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
  role.attachedPolicies.add(arn);
};

export const detachRolePolicy: Operation<DetachRolePolicyRequest, void> = (input, { aws }) => {
  const role = iamOf(aws).role(input.RoleName);
  if (!role.attachedPolicies.delete(input.PolicyArn as string)) {
    throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
  }
};

export const listAttachedRolePolicies: Operation<
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
> = (input, { aws }) => {
  const role = iamOf(aws).role(input.RoleName);
  const { items, ...page } = iamPage([...role.attachedPolicies], input);
  return {
    ...page,
    AttachedPolicies: items.map((arn) => ({
      PolicyArn: arn,
      PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
    })),
  };
};
