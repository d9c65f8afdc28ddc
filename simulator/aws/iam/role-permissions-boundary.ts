import {
  type DeleteRolePermissionsBoundaryRequest,
  type PutRolePermissionsBoundaryRequest,
} from "@aws-sdk/client-iam";
import { type Operation } from "../operation";
import { iamOf, noSuchEntity } from "./store";

export const putRolePermissionsBoundary: Operation<PutRolePermissionsBoundaryRequest, void> = (
  input,
  { aws },
) => {
  const iam = iamOf(aws);
  const arn = input.PermissionsBoundary as string;
  if (!iam.isAttachable(arn)) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
  iam.role(input.RoleName).permissionsBoundary = arn;
};

export const deleteRolePermissionsBoundary: Operation<
  DeleteRolePermissionsBoundaryRequest,
  void
> = (input, { aws }) => {
  iamOf(aws).role(input.RoleName).permissionsBoundary = undefined;
};
