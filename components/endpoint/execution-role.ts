import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "../policy-document";
import { type DeploymentPlace } from "./deployment-place";
import { type ExecutionRights, executionStatements } from "./execution-statements";

/** The role that an endpoint runs as. */
export interface ExecutionRoleArgs extends ExecutionRights {
  /** ARN of an existing role; without it one is made. */
  readonly executionRoleArn?: pulumi.Input<string>;
  /** Managed policies for the role that is made, besides what the endpoint needs. */
  readonly rolePolicyArns?: pulumi.Input<string>[];
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A role that SageMaker assumes, with what it may do. */
export interface ExecutionRole {
  readonly arn: pulumi.Output<string>;
  /** What the role must be allowed, as an IAM policy; of a given role, its owner sees to it. */
  readonly policy: pulumi.Output<string>;
  /** Must stand before the endpoint: `CreateEndpoint` tries the role's rights and refuses one that lacks any. */
  readonly rights: pulumi.Resource[];
}

/** Makes the role by which SageMaker pulls the image, moves payloads, reports results and writes logs, or takes the given one. */
export function createExecutionRole(
  name: string,
  args: ExecutionRoleArgs,
  parent: pulumi.Resource,
): ExecutionRole {
  const policy = policyDocument(executionStatements(args));
  if (args.executionRoleArn !== undefined) {
    return { arn: pulumi.output(args.executionRoleArn), policy, rights: [] };
  }
  const role = new iam.Role(
    `${name}-role`,
    { assumeRolePolicy: trustPolicy(args.place), tags: args.tags },
    { parent },
  );
  const own = new iam.RolePolicy(`${name}-role-policy`, { role: role.name, policy }, { parent });
  const further = (args.rolePolicyArns ?? []).map(
    (policyArn, index) =>
      new iam.RolePolicyAttachment(
        `${name}-role-policy-${index + 1}`,
        { role: role.name, policyArn },
        { parent },
      ),
  );
  return { arn: role.arn, policy, rights: [own, ...further] };
}

/** Lets SageMaker assume the role for this account's endpoints only (the confused-deputy rule for hosting). */
function trustPolicy({ partition, region, accountId }: DeploymentPlace): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SageMakerHosts",
        Effect: "Allow",
        Principal: { Service: "sagemaker.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:sagemaker:${region}:${accountId}:*`,
          },
        },
      },
    ],
  });
}
