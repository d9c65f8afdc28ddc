import { setTimeout as sleep } from "node:timers/promises";
import { CreateRoleCommand, GetRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { expectFailure, type Session } from "../session";

const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "sagemaker.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
};

/** The role that the endpoint works with: `AWS_CLIENTS_ROLE_ARN`, or one that is made. */
export function describeRole(open: () => Session): void {
  it("tells whose account it is", async () => {
    const session = open();
    const { Account: account = "" } = await session.client.call(new GetCallerIdentityCommand({}));
    expect(account).to.match(/^\d{12}$/);
    session.accountId = account;
  });

  it("makes a role with what an asynchronous endpoint needs", async () => {
    const session = open();
    const { client, run, bucket, topicArn, target } = session;
    const given = process.env["AWS_CLIENTS_ROLE_ARN"];
    if (target.isAws && given !== undefined) {
      session.roleArn = given;
      return;
    }
    await client.call(
      new CreateRoleCommand({ RoleName: run, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    await client.call(
      new PutRolePolicyCommand({
        RoleName: run,
        PolicyName: "work",
        PolicyDocument: JSON.stringify(workPolicy(bucket, topicArn)),
      }),
    );
    const { Role: role } = await client.call(new GetRoleCommand({ RoleName: run }));
    expect(role?.Arn).to.equal(`arn:aws:iam::${session.accountId}:role/${run}`);
    expect(documentOf(role?.AssumeRolePolicyDocument)).to.deep.equal(trust);
    session.roleArn = role?.Arn ?? "";
    await sleep(target.rolePropagationMs);
  });

  it("tells that a role is missing", async () => {
    const { client, run } = open();
    await expectFailure(
      client.call(new GetRoleCommand({ RoleName: `${run}-none` })),
      ["NoSuchEntity", "NoSuchEntityException"],
      new RegExp(`^The role with name ${run}-none cannot be found\\.$`),
    );
  });
}

function workPolicy(bucket: string, topicArn: string): object {
  const allow = (action: readonly string[], resource: string): object => ({
    Effect: "Allow",
    Action: action,
    Resource: resource,
  });
  return {
    Version: "2012-10-17",
    Statement: [
      allow(
        ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
        `arn:aws:s3:::${bucket}/*`,
      ),
      allow(["s3:ListBucket"], `arn:aws:s3:::${bucket}`),
      allow(["sns:Publish"], topicArn),
      allow(
        [
          "cloudwatch:PutMetricData",
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer",
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
        ],
        "*",
      ),
    ],
  };
}

/** IAM answers with URL-encoded JSON, which Python's clients decode. */
function documentOf(document: unknown): unknown {
  return typeof document === "string" ? JSON.parse(decodeURIComponent(document)) : document;
}
