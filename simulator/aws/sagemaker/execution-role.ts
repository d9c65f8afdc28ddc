import { validationError } from "../errors";
import { type RolePolicies } from "../iam/role-policies";
import { type Deployment, executionRoleOf } from "./hosted-endpoint";
import { identityAllows, trusts } from "./identity-policy";
import { under } from "./s3-location";

const SERVICE_PRINCIPAL = "sagemaker.amazonaws.com";

/**
 * Checks what SageMaker simulates of the execution role before it creates or updates an asynchronous endpoint. Only the
 * role's own policies count, and a statement with a condition counts for nothing: the simulation has no context.
 *
 * @param findRole gives the role of an ARN, undefined when there is none
 * @throws AwsError `ValidationException` that names the missing permission
 */
export function checkExecutionRole(
  findRole: (roleArn: string) => RolePolicies | undefined,
  deployment: Deployment,
): void {
  const { model, settings } = deployment;
  const roleArn = executionRoleOf(deployment);
  if (roleArn === undefined) {
    throw validationError(
      `The model "${model.arn}" has no ExecutionRoleArn. An asynchronous endpoint reads and writes S3 as that role.`,
    );
  }
  const role = findRole(roleArn);
  const requirePermission = (action: string, resource: string, what: string): void => {
    if (role === undefined || !identityAllows(role.policies, action, resource)) {
      throw invalidRole(roleArn, `, and has "${action}" permissions for ${what}`);
    }
  };
  if (role === undefined || !trusts(role.trustPolicy, SERVICE_PRINCIPAL)) {
    throw invalidRole(roleArn, "");
  }
  for (const topic of new Set([settings.successTopic, settings.errorTopic])) {
    if (topic !== undefined) {
      requirePermission("sns:Publish", topic, `topic "${topic}"`);
    }
  }
  const { outputPath } = settings;
  if (outputPath !== undefined) {
    const bucket = `arn:aws:s3:::${outputPath.bucket}`;
    requirePermission("s3:ListBucket", bucket, `bucket "${bucket}"`);
    const object = `${bucket}/${under(outputPath, "x").key}`;
    requirePermission("s3:PutObject", object, `objects under "${object.slice(0, -1)}"`);
  }
}

function invalidRole(roleArn: string, missing: string): Error {
  return validationError(
    `The provided role '${roleArn}' is invalid. Please ensure the role exists, that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "${SERVICE_PRINCIPAL}"${missing}.`,
  );
}
