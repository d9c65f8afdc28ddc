import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  CreateRoleRequest$,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";

import {
  isRecord,
  jsonText,
  optionalText,
  type Properties,
  tagList,
  text,
  textMap,
} from "../property-values";
import { toRequest } from "../request-shape";
import { only, type ResourceType } from "../resource-type";

const PROVIDER_SIDE = [
  "inlinePolicies",
  "managedPolicyArns",
  "forceDetachPolicies",
  "assumeRolePolicy",
];

/** aws.iam.Role, with the policies that its arguments attach or hold. */
export const role: ResourceType = {
  tokens: ["aws:iam/role:Role"],
  name: { property: "name", maxLength: 64 },
  replacedBy: only("name", "namePrefix", "path", "permissionsBoundary"),

  async create(inputs, { clients: { iam } }) {
    const name = text(inputs, "name");
    const { Role } = await iam.send(
      new CreateRoleCommand({
        ...toRequest<CreateRoleCommandInput>(CreateRoleRequest$, inputs, {
          rename: { name: "RoleName" },
          omit: PROVIDER_SIDE,
        }),
        AssumeRolePolicyDocument: jsonText(inputs, "assumeRolePolicy"),
      }),
    );
    await putOwnPolicies(iam, name, inputs);
    return {
      id: name,
      outputs: {
        arn: Role?.Arn,
        uniqueId: Role?.RoleId,
        createDate: Role?.CreateDate?.toISOString(),
        path: Role?.Path,
      },
    };
  },

  async update({ id: RoleName, inputs: before }, inputs, { clients: { iam } }) {
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: jsonText(inputs, "assumeRolePolicy"),
      }),
    );
    await iam.send(
      new UpdateRoleCommand({
        RoleName,
        Description: optionalText(inputs, "description") ?? "",
        MaxSessionDuration: inputs["maxSessionDuration"] as number | undefined,
      }),
    );
    await removeOwnPolicies(iam, RoleName, before);
    await putOwnPolicies(iam, RoleName, inputs);
    const dropped = Object.keys(textMap(before, "tags")).filter(
      (key) => !(key in textMap(inputs, "tags")),
    );
    if (dropped.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys: dropped }));
    const Tags = tagList(inputs);
    if (Tags) await iam.send(new TagRoleCommand({ RoleName, Tags }));
  },

  async delete({ id: RoleName, inputs }, { clients: { iam } }) {
    await (inputs["forceDetachPolicies"] === true
      ? removeAllPolicies(iam, RoleName)
      : removeOwnPolicies(iam, RoleName, inputs));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  },

  async read({ id }, { clients }) {
    await clients.iam.send(new GetRoleCommand({ RoleName: id }));
  },
};

async function putOwnPolicies(iam: IAMClient, RoleName: string, inputs: Properties): Promise<void> {
  for (const policy of inlinePolicies(inputs)) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: text(policy, "name"),
        PolicyDocument: jsonText(policy, "policy"),
      }),
    );
  }
  for (const PolicyArn of managedPolicies(inputs)) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

async function removeOwnPolicies(
  iam: IAMClient,
  RoleName: string,
  inputs: Properties,
): Promise<void> {
  for (const policy of inlinePolicies(inputs)) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: text(policy, "name") }));
  }
  for (const PolicyArn of managedPolicies(inputs)) {
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

async function removeAllPolicies(iam: IAMClient, RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  const { AttachedPolicies = [] } = await iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName }),
  );
  for (const { PolicyArn } of AttachedPolicies) {
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

/** An inline policy without a name says that there shall be none. */
function inlinePolicies({ inlinePolicies: given }: Properties): Properties[] {
  if (!Array.isArray(given)) return [];
  return given.filter(isRecord).filter(({ policy }) => policy !== undefined);
}

function managedPolicies({ managedPolicyArns: given }: Properties): string[] {
  return Array.isArray(given) ? given.map(String) : [];
}
