import {
  type CreatePolicyRequest,
  type CreatePolicyResponse,
  type DeletePolicyRequest,
  type GetPolicyRequest,
  type GetPolicyResponse,
  type ListEntitiesForPolicyRequest,
  type ListEntitiesForPolicyResponse,
  type ListPoliciesRequest,
  type ListPoliciesResponse,
  type Policy,
} from "@aws-sdk/client-iam";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { checkName } from "./create-role";
import { type ManagedPolicy } from "./managed-policy";
import { iamPage } from "./page";
import { checkPolicyDocument } from "./policy-document";
import { iamArn, iamOf, type IamStore, uniqueId } from "./store";

export const createPolicy: Operation<CreatePolicyRequest, CreatePolicyResponse> = (
  input,
  { aws, now },
) => {
  const iam = iamOf(aws);
  const name = input.PolicyName as string;
  checkName(name, "policyName", 128);
  const path = input.Path ?? "/";
  const arn = iamArn("policy", path, name);
  if (iam.findPolicy(arn) !== undefined) {
    throw new AwsError(
      "EntityAlreadyExistsException",
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  }
  const document = checkPolicyDocument(input.PolicyDocument, "identity");
  const policy: ManagedPolicy = {
    name,
    path,
    id: uniqueId("ANPA"),
    arn,
    description: input.Description,
    createdAt: now,
    updatedAt: now,
    versions: [{ id: "v1", document, createdAt: now }],
    defaultVersionId: "v1",
    versionCount: 1,
  };
  iam.addPolicy(policy);
  iam.tags.put(arn, input.Tags);
  return { Policy: policyOutput(iam, policy) };
};

export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = (input, { aws }) => {
  const iam = iamOf(aws);
  return { Policy: policyOutput(iam, iam.policy(input.PolicyArn)) };
};

export const deletePolicy: Operation<DeletePolicyRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  const policy = iam.policy(input.PolicyArn);
  if (iam.rolesWith(policy.arn).length > 0) {
    throw new AwsError("DeleteConflictException", "Cannot delete a policy attached to entities.");
  }
  if (policy.versions.length > 1) {
    throw new AwsError(
      "DeleteConflictException",
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  iam.deletePolicy(policy);
};

/** Only the account's own: those of AWS are not listed. */
export const listPolicies: Operation<ListPoliciesRequest, ListPoliciesResponse> = (
  input,
  { aws },
) => {
  const iam = iamOf(aws);
  const matching = iam
    .listPolicies()
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"))
    .filter(({ arn }) => input.OnlyAttached !== true || iam.rolesWith(arn).length > 0);
  const { items, ...page } = iamPage(input.Scope === "AWS" ? [] : matching, input);
  return {
    ...page,
    Policies: items.map((policy) => listedPolicy(iam, policy)),
  };
};

export const listEntitiesForPolicy: Operation<
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse
> = (input, { aws }) => {
  const roles = iamOf(aws).rolesWith(input.PolicyArn as string);
  const { items, ...page } = iamPage(roles, input);
  return {
    ...page,
    PolicyGroups: [],
    PolicyUsers: [],
    PolicyRoles: items.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
  };
};

function policyOutput(iam: IamStore, policy: ManagedPolicy): Policy {
  const tags = iam.tags.list(policy.arn);
  return {
    ...listedPolicy(iam, policy),
    Description: policy.description,
    ...(tags.length > 0 ? { Tags: tags } : {}),
  };
}

/** Lists leave out description and tags. */
function listedPolicy(iam: IamStore, policy: ManagedPolicy): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: iam.rolesWith(policy.arn).length,
    PermissionsBoundaryUsageCount: iam
      .listRoles()
      .filter(({ permissionsBoundary }) => permissionsBoundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: dateOf(policy.createdAt),
    UpdateDate: dateOf(policy.updatedAt),
  };
}
