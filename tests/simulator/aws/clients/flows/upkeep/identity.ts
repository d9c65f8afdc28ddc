import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type Session } from "../../session";

const TAG = { Key: "purpose", Value: "upkeep" };

/** Roles and managed policies, as people look after them. */
export function describeIdentityUpkeep(open: () => Session): void {
  it("looks after a role, and takes it on", async () => {
    const { client, run, accountId } = open();
    const RoleName = `${run}-upkeep`;
    const AssumeRolePolicyDocument = trust(accountId);
    await client.call(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await client.call(new UpdateRoleDescriptionCommand({ RoleName, Description: "for a while" }));
    await client.call(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }));
    await client.call(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: AssumeRolePolicyDocument }),
    );
    const { Role: role } = await client.call(new GetRoleCommand({ RoleName }));
    expect(role?.MaxSessionDuration).to.equal(7200);
    const { Roles: roles = [] } = await client.call(new ListRolesCommand({}));
    expect(roles.map(({ RoleName: name }) => name)).to.include(RoleName);
    const profiles = await client.call(new ListInstanceProfilesForRoleCommand({ RoleName }));
    expect(profiles.InstanceProfiles).to.deep.equal([]);

    await client.call(new TagRoleCommand({ RoleName, Tags: [TAG] }));
    const { Tags: tags } = await client.call(new ListRoleTagsCommand({ RoleName }));
    expect(tags).to.deep.equal([TAG]);
    await client.call(new UntagRoleCommand({ RoleName, TagKeys: [TAG.Key] }));

    const inline = { RoleName, PolicyName: "inline" };
    await client.call(new PutRolePolicyCommand({ ...inline, PolicyDocument: allowing("s3:Get*") }));
    const { PolicyNames: names } = await client.call(new ListRolePoliciesCommand({ RoleName }));
    expect(names).to.deep.equal(["inline"]);
    const written = await client.call(new GetRolePolicyCommand(inline));
    expect(written).to.include(inline);
    await client.call(new DeleteRolePolicyCommand(inline));

    await open().until("the role is known to STS", async () => {
      const taken = await client
        .call(new AssumeRoleCommand({ RoleArn: role?.Arn, RoleSessionName: "upkeep" }))
        .catch((error: unknown) => {
          // A new role takes AWS some seconds.
          if (!open().target.isAws) throw error;
          return undefined;
        });
      return taken?.AssumedRoleUser?.Arn?.endsWith(`assumed-role/${RoleName}/upkeep`) ?? false;
    });
    await client.call(new DeleteRoleCommand({ RoleName }));
  });

  it("keeps a managed policy in versions, and sees who it is attached to", async () => {
    const { client, run, accountId } = open();
    const RoleName = `${run}-upkeep`;
    await client.call(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(accountId) }),
    );
    const { Policy: policy } = await client.call(
      new CreatePolicyCommand({ PolicyName: run, PolicyDocument: allowing("s3:GetObject") }),
    );
    const PolicyArn = policy?.Arn ?? "";
    await client.call(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allowing("s3:PutObject") }),
    );
    await client.call(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
    await client.call(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    const { Versions: versions } = await client.call(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(versions?.map(({ VersionId }) => VersionId)).to.deep.equal(["v2"]);
    const { PolicyVersion: version } = await client.call(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }),
    );
    expect(version?.IsDefaultVersion).to.equal(true);

    await client.call(new TagPolicyCommand({ PolicyArn, Tags: [TAG] }));
    const { Tags: tags } = await client.call(new ListPolicyTagsCommand({ PolicyArn }));
    expect(tags).to.deep.equal([TAG]);
    await client.call(new UntagPolicyCommand({ PolicyArn, TagKeys: [TAG.Key] }));

    await client.call(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const attached = await client.call(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies).to.deep.equal([{ PolicyName: run, PolicyArn }]);
    const entities = await client.call(new ListEntitiesForPolicyCommand({ PolicyArn }));
    expect(entities.PolicyRoles?.map((each) => each.RoleName)).to.deep.equal([RoleName]);
    await client.call(
      new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn }),
    );
    await client.call(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    await client.call(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    const { Policy: read } = await client.call(new GetPolicyCommand({ PolicyArn }));
    expect(read).to.include({ DefaultVersionId: "v2", AttachmentCount: 0 });
    const { Policies: own } = await client.call(new ListPoliciesCommand({ Scope: "Local" }));
    expect(own?.map(({ Arn }) => Arn)).to.include(PolicyArn);
    await client.call(new DeletePolicyCommand({ PolicyArn }));
    await client.call(new DeleteRoleCommand({ RoleName }));
  });

  it("is the account itself", async function () {
    const { client, target, accountId } = open();
    // On AWS whoever runs this may be anyone.
    if (target.isAws) return this.skip();
    const { User: user } = await client.call(new GetUserCommand({}));
    expect(user?.Arn).to.equal(`arn:aws:iam::${accountId}:root`);
  });
}

function trust(accountId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    },
  });
}

function allowing(action: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: action, Resource: "*" },
  });
}
