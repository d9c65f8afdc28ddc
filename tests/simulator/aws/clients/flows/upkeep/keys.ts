import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { expect } from "chai";
import { type Session } from "../../session";

/** A key and its aliases, as people look after them. */
export function describeKeyUpkeep(open: () => Session): void {
  it("makes a key, describes, tags, turns and disables it", async () => {
    const { client } = open();
    const KeyId = await newKey(open(), "first words");
    await client.call(new UpdateKeyDescriptionCommand({ KeyId, Description: "other words" }));
    await client.call(
      new TagResourceCommand({ KeyId, Tags: [{ TagKey: "purpose", TagValue: "upkeep" }] }),
    );
    const { Tags: tags } = await client.call(new ListResourceTagsCommand({ KeyId }));
    expect(tags).to.deep.equal([{ TagKey: "purpose", TagValue: "upkeep" }]);
    await client.call(new UntagResourceCommand({ KeyId, TagKeys: ["purpose"] }));

    await client.call(new EnableKeyRotationCommand({ KeyId }));
    const turning = await client.call(new GetKeyRotationStatusCommand({ KeyId }));
    expect(turning.KeyRotationEnabled).to.equal(true);
    await client.call(new DisableKeyRotationCommand({ KeyId }));
    await client.call(new DisableKeyCommand({ KeyId }));
    const { KeyMetadata: disabled } = await client.call(new DescribeKeyCommand({ KeyId }));
    expect(disabled).to.include({ KeyState: "Disabled", Description: "other words" });
    await client.call(new EnableKeyCommand({ KeyId }));

    const PolicyName = "default";
    const { Policy: policy = "" } = await client.call(
      new GetKeyPolicyCommand({ KeyId, PolicyName }),
    );
    await client.call(new PutKeyPolicyCommand({ KeyId, PolicyName, Policy: policy }));
    const { PolicyNames: names } = await client.call(new ListKeyPoliciesCommand({ KeyId }));
    expect(names).to.deep.equal([PolicyName]);
    const { Keys: keys } = await client.call(new ListKeysCommand({}));
    expect(keys?.map((key) => key.KeyId)).to.include(KeyId);
    await client.call(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await client.call(new CancelKeyDeletionCommand({ KeyId }));
    await client.call(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  });

  it("moves an alias from one key to another", async () => {
    const session = open();
    const { client, run } = session;
    const AliasName = `alias/${run}`;
    const [first, second] = [await newKey(session, "first"), await newKey(session, "second")];
    await client.call(new CreateAliasCommand({ AliasName, TargetKeyId: first }));
    await client.call(new UpdateAliasCommand({ AliasName, TargetKeyId: second }));
    const { Aliases: aliases } = await client.call(new ListAliasesCommand({ KeyId: second }));
    expect(aliases?.map((alias) => alias.AliasName)).to.deep.equal([AliasName]);
    const { KeyMetadata: key } = await client.call(new DescribeKeyCommand({ KeyId: AliasName }));
    expect(key?.KeyId).to.equal(second);
    await client.call(new DeleteAliasCommand({ AliasName }));
    for (const KeyId of [first, second]) {
      await client.call(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    }
  });
}

async function newKey({ client }: Session, Description: string): Promise<string> {
  const { KeyMetadata: key } = await client.call(new CreateKeyCommand({ Description }));
  return key?.KeyId ?? "";
}
