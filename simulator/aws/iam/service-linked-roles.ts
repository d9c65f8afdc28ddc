import { randomUUID } from "node:crypto";
import {
  type CreateServiceLinkedRoleRequest,
  type CreateServiceLinkedRoleResponse,
  type DeleteServiceLinkedRoleRequest,
  type DeleteServiceLinkedRoleResponse,
  type GetServiceLinkedRoleDeletionStatusRequest,
  type GetServiceLinkedRoleDeletionStatusResponse,
} from "@aws-sdk/client-iam";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { roleOutput } from "./role-output";
import {
  iamArn,
  iamOf,
  isServiceLinked,
  noSuchEntity,
  type Role,
  SERVICE_ROLE_PATH,
  uniqueId,
} from "./store";

/**
 * The role that a service gives itself, for those around an endpoint, without the prefix that all of them have.
 *
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
 */
const names: Readonly<Record<string, string>> = {
  "sagemaker.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_SageMakerEndpoint",
  "lambda.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_LambdaConcurrency",
  "dynamodb.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_DynamoDBTable",
  "ecs.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_ECSService",
  "ecs.amazonaws.com": "ECS",
};

export const createServiceLinkedRole: Operation<
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse
> = (input, { aws, now }) => {
  const { AWSServiceName: service = "", CustomSuffix: suffix } = input;
  const own = names[service];
  if (own === undefined) {
    const known = Object.keys(names).join(", ");
    throw invalidInput(
      `No service-linked role of ${service} is known to this local AWS; it knows those of ${known}.`,
    );
  }
  if (suffix !== undefined) {
    throw invalidInput(`Custom suffix is not allowed for ${service}`);
  }
  const iam = iamOf(aws);
  const name = `AWSServiceRoleFor${own}`;
  if (iam.findRole(name) !== undefined) {
    throw invalidInput(
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    );
  }
  const path = `${SERVICE_ROLE_PATH}${service}/`;
  const role: Role = {
    name,
    path,
    id: uniqueId("AROA"),
    arn: iamArn("role", path, name),
    createdAt: now,
    trustPolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    }),
    description: input.Description,
    maxSessionSeconds: 3600,
    permissionsBoundary: undefined,
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
  };
  iam.addRole(role);
  return { Role: roleOutput(iam, role) };
};

/** The role is gone at once; on AWS its deletion is a task that is asked after. */
export const deleteServiceLinkedRole: Operation<
  DeleteServiceLinkedRoleRequest,
  DeleteServiceLinkedRoleResponse
> = (input, { aws }) => {
  const iam = iamOf(aws);
  const role = iam.role(input.RoleName);
  if (!isServiceLinked(role)) {
    throw noSuchEntity(`${role.name} is not a service-linked role.`);
  }
  iam.deleteRole(role);
  return { DeletionTaskId: `task${role.path}${role.name}/${randomUUID()}` };
};

export const getServiceLinkedRoleDeletionStatus: Operation<
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse
> = (input) => {
  const task = input.DeletionTaskId ?? "";
  if (!/^task\/aws-service-role\/[^/]+\/[^/]+\/[0-9a-f-]{36}$/.test(task)) {
    throw noSuchEntity(`Task with ID ${task} does not exist.`);
  }
  return { Status: "SUCCEEDED" };
};

function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInputException", message);
}
