import * as schemas from "@aws-sdk/client-iam";
import { type ServiceDefinition } from "../service";
import { createRole } from "./create-role";
import { deleteRole } from "./delete-role";
import { getRole } from "./get-role";
import { getUser } from "./get-user";
import { listInstanceProfilesForRole, listRoles } from "./list-roles";
import {
  createPolicy,
  deletePolicy,
  getPolicy,
  listEntitiesForPolicy,
  listPolicies,
} from "./policies";
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from "./policy-versions";
import { attachRolePolicy, detachRolePolicy, listAttachedRolePolicies } from "./role-attachments";
import {
  deleteRolePolicy,
  getRolePolicy,
  listRolePolicies,
  putRolePolicy,
} from "./role-inline-policies";
import {
  deleteRolePermissionsBoundary,
  putRolePermissionsBoundary,
} from "./role-permissions-boundary";
import {
  createServiceLinkedRole,
  deleteServiceLinkedRole,
  getServiceLinkedRoleDeletionStatus,
} from "./service-linked-roles";
import { listPolicyTags, listRoleTags, tagPolicy, tagRole, untagPolicy, untagRole } from "./tags";
import { updateAssumeRolePolicy, updateRole, updateRoleDescription } from "./update-role";

/** AWS IAM, query: roles and policies as records; services look them up where AWS does. */
export const iam: ServiceDefinition = {
  name: "iam",
  signingName: "iam",
  schemas,
  protocols: ["query"],
  queryVersion: "2010-05-08",
  xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  operations: {
    AttachRolePolicy: attachRolePolicy,
    CreatePolicy: createPolicy,
    CreatePolicyVersion: createPolicyVersion,
    CreateRole: createRole,
    CreateServiceLinkedRole: createServiceLinkedRole,
    DeletePolicy: deletePolicy,
    DeletePolicyVersion: deletePolicyVersion,
    DeleteRole: deleteRole,
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DeleteServiceLinkedRole: deleteServiceLinkedRole,
    DetachRolePolicy: detachRolePolicy,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetServiceLinkedRoleDeletionStatus: getServiceLinkedRoleDeletionStatus,
    GetUser: getUser,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    ListInstanceProfilesForRole: listInstanceProfilesForRole,
    ListPolicies: listPolicies,
    ListPolicyTags: listPolicyTags,
    ListPolicyVersions: listPolicyVersions,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    ListRoleTags: listRoleTags,
    PutRolePermissionsBoundary: putRolePermissionsBoundary,
    PutRolePolicy: putRolePolicy,
    SetDefaultPolicyVersion: setDefaultPolicyVersion,
    TagPolicy: tagPolicy,
    TagRole: tagRole,
    UntagPolicy: untagPolicy,
    UntagRole: untagRole,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateRole: updateRole,
    UpdateRoleDescription: updateRoleDescription,
  },
};
