import { type DeleteRoleRequest } from "@aws-sdk/client-iam";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { iamOf } from "./store";

export const deleteRole: Operation<DeleteRoleRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  const role = iam.role(input.RoleName);
  if (role.attachedPolicies.size > 0) {
    throw conflict("Cannot delete entity, must detach all policies first.");
  }
  if (role.inlinePolicies.size > 0) {
    throw conflict("Cannot delete entity, must delete policies first.");
  }
  iam.deleteRole(role);
};

function conflict(message: string): AwsError {
  return new AwsError("DeleteConflictException", message);
}
