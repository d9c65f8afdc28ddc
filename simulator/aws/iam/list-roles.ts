import {
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
  type ListRolesRequest,
  type ListRolesResponse,
} from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { iamPage } from "./page";
import { roleOutput } from "./role-output";
import { iamOf } from "./store";

export const listRoles: Operation<ListRolesRequest, ListRolesResponse> = (input, { aws }) => {
  const iam = iamOf(aws);
  const matching = iam.listRoles().filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
  const { items, ...page } = iamPage(matching, input);
  return { ...page, Roles: items.map((role) => roleOutput(iam, role, true)) };
};

/** There are no instance profiles here, but whoever deletes a role asks for them first. */
export const listInstanceProfilesForRole: Operation<
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
> = (input, { aws }) => {
  iamOf(aws).role(input.RoleName);
  return { InstanceProfiles: [], IsTruncated: false };
};
