import { ACCOUNT_ID } from "../account";
import { concerns, type Statement, statementsOf } from "../iam/policy-statements";
import { rolePolicies } from "../iam/role-policies";
import { s3Of } from "../s3/store";
import { type ServiceHost } from "../service-host";
import { type S3Location } from "./s3-location";

/** What an endpoint does with objects as its execution role. */
export type ObjectAction = "s3:GetObject" | "s3:PutObject";

/**
 * Whether a role may do something with an object, by its own policies or by the bucket's. Conditions have the benefit of
 * the doubt: one that allows is taken to hold, one that denies is not.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function roleMay(
  aws: ServiceHost,
  roleArn: string | undefined,
  action: ObjectAction,
  { bucket, key }: S3Location,
): boolean {
  const role = roleArn === undefined ? undefined : rolePolicies(aws, roleArn);
  if (role === undefined) {
    return false;
  }
  const bucketPolicy = s3Of(aws).findBucket(bucket)?.settings.policy ?? "{}";
  const applicable = [
    ...role.policies.flatMap(statementsOf),
    ...statementsOf(bucketPolicy).filter((each) => namesRole(each, roleArn ?? "")),
  ].filter((each) => concerns(each, action, `arn:aws:s3:::${bucket}/${key}`));
  return (
    applicable.some(({ Effect: effect }) => effect === "Allow") &&
    !applicable.some((each) => each.Effect === "Deny" && each.Condition === undefined)
  );
}

function namesRole({ Principal: principal }: Statement, roleArn: string): boolean {
  if (principal === undefined || typeof principal === "string") {
    return principal === "*";
  }
  const names = ["*", roleArn, ACCOUNT_ID, `arn:aws:iam::${ACCOUNT_ID}:root`];
  return (principal.AWS ?? []).some((name) => names.includes(name));
}
