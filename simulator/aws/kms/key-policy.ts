import {
  type GetKeyPolicyRequest,
  type GetKeyPolicyResponse,
  type ListKeyPoliciesRequest,
  type ListKeyPoliciesResponse,
  type PutKeyPolicyRequest,
} from "@aws-sdk/client-kms";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { keysOf } from "./store";

/** The only policy that a key has. */
const POLICY_NAME = "default";

export const getKeyPolicy: Operation<GetKeyPolicyRequest, GetKeyPolicyResponse> = (
  input,
  context,
) => ({
  Policy: keysOf(context).key(input.KeyId, context.now).policy,
  PolicyName: POLICY_NAME,
});

export const putKeyPolicy: Operation<PutKeyPolicyRequest, void> = (input, context) => {
  const key = keysOf(context).key(input.KeyId, context.now);
  try {
    JSON.parse(input.Policy as string);
  } catch {
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The new key policy is not valid JSON.",
      400,
    );
  }
  key.policy = input.Policy as string;
};

export const listKeyPolicies: Operation<ListKeyPoliciesRequest, ListKeyPoliciesResponse> = (
  input,
  context,
) => {
  keysOf(context).key(input.KeyId, context.now);
  return { PolicyNames: [POLICY_NAME], Truncated: false };
};
