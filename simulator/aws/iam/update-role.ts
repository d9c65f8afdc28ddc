import {
  type UpdateAssumeRolePolicyRequest,
  type UpdateRoleDescriptionRequest,
  type UpdateRoleDescriptionResponse,
  type UpdateRoleRequest,
  type UpdateRoleResponse,
} from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { checkPolicyDocument } from "./policy-document";
import { roleOutput } from "./role-output";
import { iamOf } from "./store";

export const updateRole: Operation<UpdateRoleRequest, UpdateRoleResponse> = (input, { aws }) => {
  const role = iamOf(aws).role(input.RoleName);
  role.description = input.Description ?? role.description;
  role.maxSessionSeconds = input.MaxSessionDuration ?? role.maxSessionSeconds;
  return {};
};

export const updateRoleDescription: Operation<
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse
> = (input, { aws }) => {
  const iam = iamOf(aws);
  const role = iam.role(input.RoleName);
  role.description = input.Description;
  return { Role: roleOutput(iam, role) };
};

export const updateAssumeRolePolicy: Operation<UpdateAssumeRolePolicyRequest, void> = (
  input,
  { aws },
) => {
  const role = iamOf(aws).role(input.RoleName);
  role.trustPolicy = checkPolicyDocument(input.PolicyDocument, "trust");
};
