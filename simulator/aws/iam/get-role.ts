import { type GetRoleRequest, type GetRoleResponse } from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { roleOutput } from "./role-output";
import { iamOf } from "./store";

export const getRole: Operation<GetRoleRequest, GetRoleResponse> = (input, { aws }) => {
  const iam = iamOf(aws);
  return { Role: roleOutput(iam, iam.role(input.RoleName)) };
};
