import { type CreateRoleRequest, type CreateRoleResponse } from "@aws-sdk/client-iam";
import { AwsError, constraintError } from "../errors";
import { type Operation } from "../operation";
import { checkPolicyDocument } from "./policy-document";
import { roleOutput } from "./role-output";
import { iamArn, iamOf, type Role, uniqueId } from "./store";

/** Length of a session unless the role says otherwise. */
const DEFAULT_SESSION_SECONDS = 3600;

export const createRole: Operation<CreateRoleRequest, CreateRoleResponse> = (
  input,
  { aws, now },
) => {
  const iam = iamOf(aws);
  const name = input.RoleName as string;
  checkName(name, "roleName", 64);
  if (iam.findRole(name) !== undefined) {
    throw new AwsError("EntityAlreadyExistsException", `Role with name ${name} already exists.`);
  }
  const path = input.Path ?? "/";
  const role: Role = {
    name,
    path,
    id: uniqueId("AROA"),
    arn: iamArn("role", path, name),
    createdAt: now,
    trustPolicy: checkPolicyDocument(input.AssumeRolePolicyDocument, "trust"),
    description: input.Description,
    maxSessionSeconds: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    permissionsBoundary: input.PermissionsBoundary,
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
  };
  iam.addRole(role);
  iam.tags.put(role.arn, input.Tags);
  return { Role: roleOutput(iam, role) };
};

/** @throws AwsError `ValidationError` */
export function checkName(name: string, member: string, longest: number): void {
  if (name.length > longest) {
    throw asValidationError(
      constraintError(name, member, `Member must have length less than or equal to ${longest}`),
    );
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw asValidationError(
      constraintError(name, member, "Member must satisfy regular expression pattern: [\\w+=,.@-]+"),
    );
  }
}

/** The query protocol calls it so. */
function asValidationError(error: AwsError): AwsError {
  return new AwsError("ValidationError", error.message, 400);
}
