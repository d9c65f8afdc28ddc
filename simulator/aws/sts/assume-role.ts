import { randomBytes } from "node:crypto";
import { type AssumeRoleRequest, type AssumeRoleResponse } from "@aws-sdk/client-sts";
import { z } from "zod";
import { checkConstraints } from "../constraints";
import { AwsError } from "../errors";
import { iamOf, uniqueId } from "../iam/store";
import { type Operation } from "../operation";

/** Life of a session in seconds unless it is given. */
const DEFAULT_SESSION_SECONDS = 3600;

const constraints = z.object({
  RoleSessionName: z
    .string()
    .min(2)
    .max(64)
    .regex(/^[\w+=,.@-]*$/),
  DurationSeconds: z.number().min(900).max(43_200).optional(),
});

/** Credentials of a role that exists; they open everything, as all others do here. */
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = (input, context) => {
  checkConstraints(constraints, input, "ValidationError");
  const { aws, accountId } = context;
  const role = iamOf(aws)
    .listRoles()
    .find(({ arn }) => arn === input.RoleArn);
  if (role === undefined) {
    throw new AwsError(
      "AccessDenied",
      `User: arn:aws:iam::${accountId}:root is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      403,
    );
  }
  const seconds = input.DurationSeconds ?? DEFAULT_SESSION_SECONDS;
  if (seconds > role.maxSessionSeconds) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      400,
    );
  }
  const session = input.RoleSessionName as string;
  return {
    Credentials: {
      AccessKeyId: uniqueId("ASIA").slice(0, 20),
      SecretAccessKey: randomBytes(30).toString("base64"),
      SessionToken: randomBytes(120).toString("base64"),
      // Clients renew credentials by their own clocks.
      Expiration: new Date((aws.clock.wallNow() + seconds) * 1000),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${session}`,
      Arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${session}`,
    },
  };
};
