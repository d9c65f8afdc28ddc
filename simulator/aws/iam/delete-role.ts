import { type DeleteRoleRequest } from "@aws-sdk/client-iam";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { iamOf, isServiceLinked } from "./store";

export const deleteRole: Operation<DeleteRoleRequest, void> = (input, { aws }) => {
  const iam = iamOf(aws);
  const role = iam.role(input.RoleName);
  if (isServiceLinked(role)) {
    throw new AwsError(
      "UnmodifiableEntityException",
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  }
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
