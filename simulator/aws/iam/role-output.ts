import { type Role as RoleOutput } from "@aws-sdk/client-iam";
import { dateOf } from "../simulated-date";
import { encodeDocument } from "./policy-document";
import { type IamStore, type Role } from "./store";

/** A role as answers describe it; lists leave out tags and what a role was used for. */
export function roleOutput(iam: IamStore, role: Role, isListed = false): RoleOutput {
  const tags = iam.tags.list(role.arn);
  const output: RoleOutput = {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: dateOf(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    PermissionsBoundary:
      role.permissionsBoundary === undefined
        ? undefined
        : {
            PermissionsBoundaryType: "Policy" as NonNullable<
              RoleOutput["PermissionsBoundary"]
            >["PermissionsBoundaryType"],
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
  };
  return isListed
    ? output
    : { ...output, RoleLastUsed: {}, ...(tags.length > 0 ? { Tags: tags } : {}) };
}
