import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  CreateKeyRequest$,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  type KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";

import { jsonText, optionalText, type Properties, text, textMap } from "../property-values";
import { toRequest } from "../request-shape";
import { only, type ResourceContext, type ResourceType } from "../resource-type";

const RENAMES = {
  customerMasterKeySpec: "KeySpec",
  bypassPolicyLockoutSafetyCheck: "BypassPolicyLockoutSafetyCheck",
};
const NOT_AT_CREATION = [
  "enableKeyRotation",
  "rotationPeriodInDays",
  "isEnabled",
  "deletionWindowInDays",
  "tags",
];

/** aws.kms.Key. AWS deletes keys after a waiting period only: the shortest, seven days, unless `deletionWindowInDays` says otherwise. */
export const key: ResourceType = {
  tokens: ["aws:kms/key:Key"],
  replacedBy: only(
    "customerMasterKeySpec",
    "keyUsage",
    "multiRegion",
    "customKeyStoreId",
    "region",
  ),

  async create(inputs, { clients: { kms } }) {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        ...toRequest<CreateKeyCommandInput>(CreateKeyRequest$, inputs, {
          rename: RENAMES,
          omit: NOT_AT_CREATION,
        }),
        Tags: tagsOf(inputs),
      }),
    );
    const keyId = KeyMetadata?.KeyId ?? "";
    await setSwitches(kms, keyId, {}, inputs);
    return { id: keyId, outputs: { arn: KeyMetadata?.Arn, keyId } };
  },

  async update({ id: KeyId, inputs: before }, inputs, { clients: { kms } }) {
    if (before["description"] !== inputs["description"]) {
      const Description = optionalText(inputs, "description") ?? "";
      await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description }));
    }
    if (inputs["policy"] !== undefined && before["policy"] !== inputs["policy"]) {
      const Policy = jsonText(inputs, "policy");
      await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
    }
    await setSwitches(kms, KeyId, before, inputs);
    const Tags = tagsOf(inputs);
    if (Tags) await kms.send(new TagResourceCommand({ KeyId, Tags }));
  },

  async delete({ id: KeyId, inputs }, { clients: { kms } }) {
    const days = inputs["deletionWindowInDays"];
    await kms.send(
      new ScheduleKeyDeletionCommand({
        KeyId,
        PendingWindowInDays: typeof days === "number" ? days : 7,
      }),
    );
  },

  async read({ id: KeyId }, { clients: { kms } }) {
    await kms.send(new DescribeKeyCommand({ KeyId }));
  },
};

/** aws.kms.Alias. */
export const alias: ResourceType = {
  tokens: ["aws:kms/alias:Alias"],
  name: { property: "name", maxLength: 256, startsWith: "alias/" },
  replacedBy: only("name", "namePrefix", "region"),

  async create(inputs, context) {
    const AliasName = text(inputs, "name");
    const TargetKeyId = text(inputs, "targetKeyId");
    await context.clients.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    return { id: AliasName, outputs: outputsOf(AliasName, TargetKeyId, context) };
  },

  async update({ id: AliasName }, inputs, context) {
    const TargetKeyId = text(inputs, "targetKeyId");
    await context.clients.kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
    return outputsOf(AliasName, TargetKeyId, context);
  },

  async delete({ id: AliasName }, { clients: { kms } }) {
    await kms.send(new DeleteAliasCommand({ AliasName }));
  },
};

async function setSwitches(
  kms: KMSClient,
  KeyId: string,
  before: Properties,
  inputs: Properties,
): Promise<void> {
  const {
    enableKeyRotation: rotated = false,
    rotationPeriodInDays: period,
    isEnabled: enabled = true,
  } = inputs;
  if (
    rotated !== (before["enableKeyRotation"] ?? false) ||
    period !== before["rotationPeriodInDays"]
  ) {
    await (rotated === true
      ? kms.send(
          new EnableKeyRotationCommand({
            KeyId,
            RotationPeriodInDays: period as number | undefined,
          }),
        )
      : kms.send(new DisableKeyRotationCommand({ KeyId })));
  }
  if (enabled !== (before["isEnabled"] ?? true)) {
    await (enabled === true
      ? kms.send(new EnableKeyCommand({ KeyId }))
      : kms.send(new DisableKeyCommand({ KeyId })));
  }
}

function tagsOf(inputs: Properties): { TagKey: string; TagValue: string }[] | undefined {
  const tags = Object.entries(textMap(inputs, "tags"));
  return tags.length === 0 ? undefined : tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

function outputsOf(
  name: string,
  key: string,
  { partition, region, accountId }: ResourceContext,
): Properties {
  const prefix = `arn:${partition}:kms:${region}:${accountId}`;
  return {
    arn: `${prefix}:${name}`,
    targetKeyArn: key.startsWith("arn:") ? key : `${prefix}:key/${key}`,
  };
}
