import { KMS } from "@aws-sdk/client-kms";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

describe("KMS", () => {
  const server = useServer();
  const kms = (): KMS => server.client(KMS);

  it("finds a key by id, ARN and alias", async () => {
    const { KeyMetadata } = await kms().createKey({ Description: "results" });
    await kms().createAlias({ AliasName: "alias/results", TargetKeyId: KeyMetadata?.KeyId });
    for (const KeyId of [KeyMetadata?.KeyId, KeyMetadata?.Arn, "alias/results"]) {
      const found = await kms().describeKey({ KeyId });
      expect(found.KeyMetadata?.Arn).to.equal(KeyMetadata?.Arn);
      expect(found.KeyMetadata?.KeyState).to.equal("Enabled");
    }
  });

  it("keeps rotation, policy and tags", async () => {
    const { KeyMetadata } = await kms().createKey({ Tags: [{ TagKey: "a", TagValue: "b" }] });
    const KeyId = KeyMetadata?.KeyId;
    await kms().enableKeyRotation({ KeyId, RotationPeriodInDays: 180 });
    const rotation = await kms().getKeyRotationStatus({ KeyId });
    expect(rotation).to.include({ KeyRotationEnabled: true, RotationPeriodInDays: 180 });
    const Policy = JSON.stringify({ Statement: [] });
    await kms().putKeyPolicy({ KeyId, Policy });
    expect((await kms().getKeyPolicy({ KeyId })).Policy).to.equal(Policy);
    expect((await kms().listResourceTags({ KeyId })).Tags).to.deep.equal([
      { TagKey: "a", TagValue: "b" },
    ]);
  });

  it("deletes a key only after its window, in simulated time", async () => {
    const { KeyMetadata } = await kms().createKey({});
    const KeyId = KeyMetadata?.KeyId;
    const { DeletionDate } = await kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    const days = ((DeletionDate?.getTime() ?? 0) / 1000 - server.aws.clock.now()) / 86_400;
    expect(days).to.be.closeTo(7, 0.1);
    expect((await kms().describeKey({ KeyId })).KeyMetadata?.KeyState).to.equal("PendingDeletion");
  });

  it("says which key is missing", async () => {
    const error = await errorOf(kms().describeKey({ KeyId: "none" }));
    expect(error.name).to.equal("NotFoundException");
    expect(error.message).to.equal(
      "Key 'arn:aws:kms:us-east-1:123456789012:key/none' does not exist",
    );
  });
});
