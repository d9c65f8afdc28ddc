import {
  type CreatePolicyVersionRequest,
  type CreatePolicyVersionResponse,
  type DeletePolicyVersionRequest,
  type GetPolicyVersionRequest,
  type GetPolicyVersionResponse,
  type ListPolicyVersionsRequest,
  type ListPolicyVersionsResponse,
  type PolicyVersion as VersionOutput,
  type SetDefaultPolicyVersionRequest,
} from "@aws-sdk/client-iam";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { type ManagedPolicy, type PolicyVersion } from "./managed-policy";
import { iamPage } from "./page";
import { checkPolicyDocument, encodeDocument } from "./policy-document";
import { iamOf, noSuchEntity } from "./store";

/** Most versions that a policy keeps. */
const MOST_VERSIONS = 5;

export const createPolicyVersion: Operation<
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse
> = (input, { aws, now }) => {
  const policy = iamOf(aws).policy(input.PolicyArn);
  if (policy.versions.length >= MOST_VERSIONS) {
    throw new AwsError(
      "LimitExceededException",
      `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  const document = checkPolicyDocument(input.PolicyDocument, "identity");
  policy.versionCount++;
  const version = { id: `v${policy.versionCount}`, document, createdAt: now };
  policy.versions.push(version);
  policy.updatedAt = now;
  if (input.SetAsDefault === true) {
    policy.defaultVersionId = version.id;
  }
  return { PolicyVersion: versionOutput(policy, version) };
};

export const getPolicyVersion: Operation<GetPolicyVersionRequest, GetPolicyVersionResponse> = (
  input,
  { aws },
) => {
  const policy = iamOf(aws).policy(input.PolicyArn);
  const version = versionOf(policy, input.VersionId);
  return {
    PolicyVersion: {
      ...versionOutput(policy, version),
      Document: encodeDocument(version.document),
    },
  };
};

export const listPolicyVersions: Operation<
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse
> = (input, { aws }) => {
  const policy = iamOf(aws).policy(input.PolicyArn);
  const { items, ...page } = iamPage([...policy.versions].reverse(), input);
  return {
    ...page,
    Versions: items.map((version) => versionOutput(policy, version)),
  };
};

export const deletePolicyVersion: Operation<DeletePolicyVersionRequest, void> = (
  input,
  { aws },
) => {
  const policy = iamOf(aws).policy(input.PolicyArn);
  const version = versionOf(policy, input.VersionId);
  if (version.id === policy.defaultVersionId) {
    throw new AwsError("DeleteConflictException", "Cannot delete the default version of a policy.");
  }
  policy.versions = policy.versions.filter((one) => one !== version);
};

export const setDefaultPolicyVersion: Operation<SetDefaultPolicyVersionRequest, void> = (
  input,
  { aws, now },
) => {
  const policy = iamOf(aws).policy(input.PolicyArn);
  policy.defaultVersionId = versionOf(policy, input.VersionId).id;
  policy.updatedAt = now;
};

function versionOf(policy: ManagedPolicy, id: string | undefined): PolicyVersion {
  const version = policy.versions.find((one) => one.id === id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

function versionOutput(policy: ManagedPolicy, version: PolicyVersion): VersionOutput {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: dateOf(version.createdAt),
  };
}
