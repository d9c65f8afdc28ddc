import {
  type DeleteRolePolicyRequest,
  type GetRolePolicyRequest,
  type GetRolePolicyResponse,
  type ListRolePoliciesRequest,
  type ListRolePoliciesResponse,
  type PutRolePolicyRequest,
} from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { checkName } from "./create-role";
import { iamPage } from "./page";
import { checkPolicyDocument, encodeDocument } from "./policy-document";
import { iamOf, noSuchEntity } from "./store";

export const putRolePolicy: Operation<PutRolePolicyRequest, void> = (input, { aws }) => {
  const name = input.PolicyName as string;
  checkName(name, "policyName", 128);
  const role = iamOf(aws).role(input.RoleName);
  role.inlinePolicies.set(name, checkPolicyDocument(input.PolicyDocument, "identity"));
};

export const getRolePolicy: Operation<GetRolePolicyRequest, GetRolePolicyResponse> = (
  input,
  { aws },
) => {
  const role = iamOf(aws).role(input.RoleName);
  const document = role.inlinePolicies.get(input.PolicyName as string);
  if (document === undefined) {
    throw notFound(input.PolicyName);
  }
  return {
    RoleName: role.name,
    PolicyName: input.PolicyName,
    PolicyDocument: encodeDocument(document),
  };
};

export const deleteRolePolicy: Operation<DeleteRolePolicyRequest, void> = (input, { aws }) => {
  const role = iamOf(aws).role(input.RoleName);
  if (!role.inlinePolicies.delete(input.PolicyName as string)) {
    throw notFound(input.PolicyName);
  }
};

export const listRolePolicies: Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> = (
  input,
  { aws },
) => {
  const role = iamOf(aws).role(input.RoleName);
  const { items, ...page } = iamPage([...role.inlinePolicies.keys()].sort(), input);
  return { ...page, PolicyNames: items };
};

function notFound(name: string | undefined): Error {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
