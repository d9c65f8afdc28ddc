import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { rolePolicies } from "../../../../simulator/aws/iam/role-policies";
import { trustPolicy } from "../hosting";
import { errorOf, useServer } from "../local-server";

const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: "*" }],
});

describe("IAM", () => {
  const server = useServer();
  const iam = (): IAM => server.client(IAM);
  let count = 0;

  async function newRole(): Promise<string> {
    const RoleName = `role-${count++}`;
    await iam().createRole({ RoleName, AssumeRolePolicyDocument: trustPolicy, Path: "/service/" });
    return RoleName;
  }

  it("gives back a role with its policy percent-encoded", async () => {
    const RoleName = await newRole();
    const { Role } = await iam().getRole({ RoleName });
    expect(Role?.Arn).to.equal(`arn:aws:iam::123456789012:role/service/${RoleName}`);
    expect(Role?.RoleId).to.match(/^AROA[A-Z2-7]{17}$/);
    expect(Role?.AssumeRolePolicyDocument).to.match(/^%7B%22Version%22%3A%222012-10-17%22/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).to.equal(trustPolicy);
    expect(Role?.MaxSessionDuration).to.equal(3600);
  });

  it("refuses a second role of the same name", async () => {
    const RoleName = await newRole();
    const error = await errorOf(
      iam().createRole({ RoleName, AssumeRolePolicyDocument: trustPolicy }),
    );
    expect(error.name).to.equal("EntityAlreadyExistsException");
    expect(error.$metadata.httpStatusCode).to.equal(409);
  });

  it("says which role is missing", async () => {
    const error = await errorOf(iam().getRole({ RoleName: "none" }));
    expect(error.name).to.equal("NoSuchEntityException");
    expect(error.message).to.equal("The role with name none cannot be found.");
    expect(error.$metadata.httpStatusCode).to.equal(404);
  });

  it("takes whoever asks for the account itself, and knows no users", async () => {
    const { User } = await iam().getUser({});
    expect(User).to.include({
      UserId: "123456789012",
      Arn: "arn:aws:iam::123456789012:root",
    });
    const error = await errorOf(iam().getUser({ UserName: "none" }));
    expect(error.name).to.equal("NoSuchEntityException");
    expect(error.message).to.equal("The user with name none cannot be found.");
  });

  it("deletes a role only after its policies", async () => {
    const RoleName = await newRole();
    await iam().putRolePolicy({ RoleName, PolicyName: "p", PolicyDocument: document });
    expect((await errorOf(iam().deleteRole({ RoleName }))).message).to.equal(
      "Cannot delete entity, must delete policies first.",
    );
    await iam().deleteRolePolicy({ RoleName, PolicyName: "p" });
    await iam().deleteRole({ RoleName });
    expect((await errorOf(iam().getRole({ RoleName }))).name).to.equal("NoSuchEntityException");
  });

  it("attaches a policy, and keeps it while it is attached", async () => {
    const RoleName = await newRole();
    const { Policy } = await iam().createPolicy({ PolicyName: "shared", PolicyDocument: document });
    const PolicyArn = Policy?.Arn;
    await iam().attachRolePolicy({ RoleName, PolicyArn });
    expect((await iam().listAttachedRolePolicies({ RoleName })).AttachedPolicies).to.deep.equal([
      { PolicyArn, PolicyName: "shared" },
    ]);
    expect((await errorOf(iam().deletePolicy({ PolicyArn }))).name).to.equal(
      "DeleteConflictException",
    );
    await iam().detachRolePolicy({ RoleName, PolicyArn });
    await iam().deletePolicy({ PolicyArn });
    expect((await iam().listPolicies({ Scope: "Local" })).Policies ?? []).to.deep.equal([]);
  });

  it("keeps at most five versions of a policy, one of them in force", async () => {
    const created = await iam().createPolicy({ PolicyName: "versioned", PolicyDocument: document });
    const PolicyArn = created.Policy?.Arn;
    for (let version = 2; version <= 5; version++) {
      await iam().createPolicyVersion({ PolicyArn, PolicyDocument: document, SetAsDefault: true });
    }
    const error = await errorOf(iam().createPolicyVersion({ PolicyArn, PolicyDocument: document }));
    expect(error.name).to.equal("LimitExceededException");
    const { Versions } = await iam().listPolicyVersions({ PolicyArn });
    expect(Versions?.map(({ VersionId }) => VersionId)).to.deep.equal([
      "v5",
      "v4",
      "v3",
      "v2",
      "v1",
    ]);
    expect((await iam().getPolicy({ PolicyArn })).Policy?.DefaultVersionId).to.equal("v5");
  });

  it("refuses a policy that is no JSON", async () => {
    const error = await errorOf(iam().createPolicy({ PolicyName: "broken", PolicyDocument: "{" }));
    expect(error.name).to.equal("MalformedPolicyDocumentException");
  });

  it("refuses a policy that breaks the grammar, in AWS's words", async () => {
    const RoleName = await newRole();
    const good = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const faults: readonly (readonly [object, string])[] = [
      [{ ...good, Effect: "Maybe" }, "Syntax errors in policy."],
      [{ ...good, Action: undefined }, "Policy statement must contain actions."],
      [
        { ...good, Action: ["s3:GetObject", "GetObject"] },
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      ],
      [{ ...good, Resource: undefined }, "Policy statement must contain resources."],
      [{ ...good, Resource: "bucket/*" }, 'Resource bucket/* must be in ARN format or "*".'],
      [{ ...good, Principal: "*" }, "Policy document should not specify a principal."],
    ];
    for (const [statement, message] of faults) {
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [good, statement],
      });
      const put = iam().putRolePolicy({ RoleName, PolicyName: "faulty", PolicyDocument });
      expect(await errorOf(put)).to.include({ name: "MalformedPolicyDocumentException", message });
    }
    const trust = { Effect: "Allow", Action: "sts:AssumeRole" };
    for (const [statement, message] of [
      [trust, "Missing required field Principal"],
      [{ ...trust, Resource: "*" }, "Has prohibited field Resource"],
    ] as const) {
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statement });
      const put = iam().updateAssumeRolePolicy({ RoleName, PolicyDocument });
      expect((await errorOf(put)).message).to.equal(message);
    }
  });

  it("tells other services what a role may do", async () => {
    const RoleName = await newRole();
    await iam().putRolePolicy({ RoleName, PolicyName: "p", PolicyDocument: document });
    await iam().attachRolePolicy({
      RoleName,
      PolicyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    });
    const roleArn = `arn:aws:iam::123456789012:role/service/${RoleName}`;
    const found = rolePolicies(server.aws, roleArn);
    expect(found?.trustPolicy).to.equal(trustPolicy);
    expect(found?.policies[0]).to.equal(document);
    expect(found?.policies[1]).to.include('"s3:*"');
    expect(rolePolicies(server.aws, `${roleArn}-other`)).to.equal(undefined);
  });

  it("says that whoever calls is the account", async () => {
    const { Account, Arn } = await server.client(STS).getCallerIdentity({});
    expect(Account).to.equal("123456789012");
    expect(Arn).to.equal("arn:aws:iam::123456789012:root");
  });

  it("makes the role that Application Auto Scaling acts as, which only it may change", async () => {
    const AWSServiceName = "sagemaker.application-autoscaling.amazonaws.com";
    const RoleName = "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
    const { Role } = await iam().createServiceLinkedRole({ AWSServiceName });
    expect(Role?.Arn).to.equal(
      `arn:aws:iam::123456789012:role/aws-service-role/${AWSServiceName}/${RoleName}`,
    );
    const taken = await errorOf(iam().createServiceLinkedRole({ AWSServiceName }));
    expect([taken.name, taken.message]).to.deep.equal([
      "InvalidInputException",
      `Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
    ]);
    const error = await errorOf(iam().deleteRole({ RoleName }));
    expect(error.name).to.equal("UnmodifiableEntityException");
    const { DeletionTaskId } = await iam().deleteServiceLinkedRole({ RoleName });
    const { Status } = await iam().getServiceLinkedRoleDeletionStatus({ DeletionTaskId });
    expect(Status).to.equal("SUCCEEDED");
    expect((await errorOf(iam().getRole({ RoleName }))).name).to.equal("NoSuchEntityException");
  });
});
