import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";

import { jsonText, optionalText, tagList, text } from "../property-values";
import { allBut, type ExistingResource, only, type ResourceType } from "../resource-type";

/** aws.iam.RolePolicy: a policy that lives in a role. */
export const rolePolicy: ResourceType = {
  tokens: ["aws:iam/rolePolicy:RolePolicy"],
  name: { property: "name", maxLength: 128 },
  replacedBy: only("role", "name", "namePrefix"),

  async create(inputs, { clients: { iam } }) {
    const RoleName = text(inputs, "role");
    const PolicyName = text(inputs, "name");
    const PolicyDocument = jsonText(inputs, "policy");
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    return { id: `${RoleName}:${PolicyName}` };
  },

  async update(existing, inputs, { clients: { iam } }) {
    const PolicyDocument = jsonText(inputs, "policy");
    await iam.send(new PutRolePolicyCommand({ ...inRole(existing), PolicyDocument }));
  },

  async delete(existing, { clients: { iam } }) {
    await iam.send(new DeleteRolePolicyCommand(inRole(existing)));
  },

  async read(existing, { clients: { iam } }) {
    await iam.send(new GetRolePolicyCommand(inRole(existing)));
  },
};

/** aws.iam.Policy: a managed policy. */
export const policy: ResourceType = {
  tokens: ["aws:iam/policy:Policy"],
  name: { property: "name", maxLength: 128 },
  replacedBy: allBut("policy"),

  async create(inputs, { clients: { iam } }) {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: text(inputs, "name"),
        Path: optionalText(inputs, "path"),
        Description: optionalText(inputs, "description"),
        PolicyDocument: jsonText(inputs, "policy"),
        Tags: tagList(inputs),
      }),
    );
    const arn = Policy?.Arn ?? "";
    return { id: arn, outputs: { arn, policyId: Policy?.PolicyId, path: Policy?.Path } };
  },

  async update({ id: PolicyArn }, inputs, { clients: { iam } }) {
    // AWS keeps five versions at most, and none but the default one is wanted.
    await deleteOldVersions(iam, PolicyArn);
    const PolicyDocument = jsonText(inputs, "policy");
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
    );
  },

  async delete({ id: PolicyArn }, { clients: { iam } }) {
    await deleteOldVersions(iam, PolicyArn);
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
  },

  async read({ id: PolicyArn }, { clients: { iam } }) {
    await iam.send(new GetPolicyCommand({ PolicyArn }));
  },
};

/** aws.iam.RolePolicyAttachment: a managed policy on a role. */
export const rolePolicyAttachment: ResourceType = {
  tokens: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],

  async create(inputs, { clients: { iam } }) {
    const RoleName = text(inputs, "role");
    const PolicyArn = text(inputs, "policyArn");
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    return { id: `${RoleName}/${PolicyArn}` };
  },

  async delete({ inputs }, { clients: { iam } }) {
    const RoleName = text(inputs, "role");
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: text(inputs, "policyArn") }));
  },
};

async function deleteOldVersions(iam: IAMClient, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion !== true) {
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    }
  }
}

function inRole({ inputs }: ExistingResource): { RoleName: string; PolicyName: string } {
  return { RoleName: text(inputs, "role"), PolicyName: text(inputs, "name") };
}
