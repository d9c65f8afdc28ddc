import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { type PolicyStatement, policyDocument } from "../policy-document";

/** What the function that files results reaches. */
export interface RecorderRoleArgs {
  readonly tableArn: pulumi.Output<string>;
  readonly logGroupArn: pulumi.Output<string>;
  readonly deadLetterArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Makes the role of the function that files results: it writes one table, its own logs and its dead letters. */
export function createRecorderRole(
  name: string,
  args: RecorderRoleArgs,
  parent: pulumi.Resource,
): { readonly arn: pulumi.Output<string>; readonly policy: pulumi.Resource } {
  const role = new iam.Role(
    `${name}-results-role`,
    {
      assumeRolePolicy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "LambdaRuns",
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
      tags: args.tags,
    },
    { parent },
  );
  const policy = new iam.RolePolicy(
    `${name}-results-role-policy`,
    { role: role.name, policy: policyDocument(statements(args)) },
    { parent },
  );
  return { arn: role.arn, policy };
}

function statements(args: RecorderRoleArgs): PolicyStatement[] {
  const own: PolicyStatement[] = [
    {
      Sid: "FileResults",
      Effect: "Allow",
      Action: "dynamodb:PutItem",
      Resource: args.tableArn,
    },
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${args.logGroupArn}:*`,
    },
    {
      Sid: "KeepFailures",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: args.deadLetterArn,
    },
  ];
  if (args.keyArn === undefined) return own;
  return [
    ...own,
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: args.keyArn,
    },
  ];
}
