import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { trustPolicy } from "../hosting";
import { errorOf, useServer } from "../local-server";

describe("AssumeRole", () => {
  const server = useServer();

  it("gives credentials of a role that exists, for as long as the role allows", async () => {
    const { Role } = await server.client(IAM).createRole({
      RoleName: "deployer",
      AssumeRolePolicyDocument: trustPolicy,
    });
    const sts = server.client(STS);
    const assumed = await sts.assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "ci" });
    expect(assumed.AssumedRoleUser?.Arn).to.equal(
      "arn:aws:sts::123456789012:assumed-role/deployer/ci",
    );
    expect(assumed.Credentials?.AccessKeyId).to.match(/^ASIA[A-Z2-7]{16}$/);
    const error = await errorOf(
      sts.assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "ci", DurationSeconds: 7200 }),
    );
    expect(error.message).to.equal(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });

  it("is denied for a role that does not exist", async () => {
    const RoleArn = "arn:aws:iam::123456789012:role/none";
    const error = await errorOf(server.client(STS).assumeRole({ RoleArn, RoleSessionName: "ci" }));
    expect([error.name, error.$metadata.httpStatusCode]).to.deep.equal(["AccessDenied", 403]);
  });
});
