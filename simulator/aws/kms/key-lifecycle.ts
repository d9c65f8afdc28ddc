import {
  type CancelKeyDeletionRequest,
  type CancelKeyDeletionResponse,
  type CreateKeyRequest,
  type CreateKeyResponse,
  type DescribeKeyRequest,
  type DescribeKeyResponse,
  type DisableKeyRequest,
  type EnableKeyRequest,
  type KeyMetadata,
  type KeyState,
  type ListKeysRequest,
  type ListKeysResponse,
  type ScheduleKeyDeletionRequest,
  type ScheduleKeyDeletionResponse,
  type UpdateKeyDescriptionRequest,
} from "@aws-sdk/client-kms";
import { AwsError, validationError } from "../errors";
import { type Operation } from "../operation";
import { pageOf } from "../pagination";
import { dateOf } from "../simulated-date";
import { type Key, keysOf } from "./store";

const SECONDS_A_DAY = 86_400;

/** Days from the order to delete a key until it goes, unless they are given. */
const DEFAULT_WINDOW_DAYS = 30;

/** Keys in one answer unless the client asks for less. */
const DEFAULT_PAGE = 100;

export const createKey: Operation<CreateKeyRequest, CreateKeyResponse> = (input, context) => {
  const keys = keysOf(context);
  const key = keys.createKey(context.now, {
    description: input.Description,
    policy: input.Policy,
    keySpec: input.KeySpec ?? input.CustomerMasterKeySpec,
    keyUsage: input.KeyUsage,
    isMultiRegion: input.MultiRegion,
  });
  keys.tags.put(
    key.arn,
    input.Tags?.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
  );
  return { KeyMetadata: metadata(key, context.accountId) };
};

export const describeKey: Operation<DescribeKeyRequest, DescribeKeyResponse> = (
  input,
  context,
) => ({
  KeyMetadata: metadata(keysOf(context).key(input.KeyId, context.now), context.accountId),
});

export const listKeys: Operation<ListKeysRequest, ListKeysResponse> = (input, context) => {
  const all = keysOf(context).listKeys(context.now);
  const page = pageOf(all, input.Marker, input.Limit ?? DEFAULT_PAGE);
  return {
    Keys: page.items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
    NextMarker: page.nextToken,
    Truncated: page.nextToken !== undefined,
  };
};

export const scheduleKeyDeletion: Operation<
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse
> = (input, context) => {
  const key = keysOf(context).key(input.KeyId, context.now);
  const days = input.PendingWindowInDays ?? DEFAULT_WINDOW_DAYS;
  if (days < 7 || days > 30) {
    throw validationError(
      `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value between 7 and 30`,
    );
  }
  if (key.deletionAt !== undefined) {
    throw new AwsError("KMSInvalidStateException", `${key.arn} is pending deletion.`, 400);
  }
  key.deletionAt = context.now + days * SECONDS_A_DAY;
  return {
    KeyId: key.arn,
    DeletionDate: dateOf(key.deletionAt),
    KeyState: stateOf(key),
    PendingWindowInDays: days,
  };
};

/** A key that is saved from deletion stays disabled. */
export const cancelKeyDeletion: Operation<CancelKeyDeletionRequest, CancelKeyDeletionResponse> = (
  input,
  context,
) => {
  const key = keysOf(context).key(input.KeyId, context.now);
  if (key.deletionAt === undefined) {
    throw new AwsError("KMSInvalidStateException", `${key.arn} is not pending deletion.`, 400);
  }
  key.deletionAt = undefined;
  key.isEnabled = false;
  return { KeyId: key.arn };
};

export const enableKey: Operation<EnableKeyRequest, void> = (input, context) => {
  keysOf(context).key(input.KeyId, context.now).isEnabled = true;
};

export const disableKey: Operation<DisableKeyRequest, void> = (input, context) => {
  keysOf(context).key(input.KeyId, context.now).isEnabled = false;
};

export const updateKeyDescription: Operation<UpdateKeyDescriptionRequest, void> = (
  input,
  context,
) => {
  keysOf(context).key(input.KeyId, context.now).description = input.Description ?? "";
};

function stateOf(key: Key): KeyState {
  if (key.deletionAt !== undefined) {
    return "PendingDeletion";
  }
  return key.isEnabled ? "Enabled" : "Disabled";
}

function metadata(key: Key, accountId: string): KeyMetadata {
  const isSymmetric = key.keySpec === "SYMMETRIC_DEFAULT";
  return {
    AWSAccountId: accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: dateOf(key.createdAt),
    Enabled: stateOf(key) === "Enabled",
    Description: key.description,
    KeyUsage: key.keyUsage as KeyMetadata["KeyUsage"],
    KeyState: stateOf(key),
    ...(key.deletionAt === undefined ? {} : { DeletionDate: dateOf(key.deletionAt) }),
    Origin: "AWS_KMS",
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.keySpec as KeyMetadata["CustomerMasterKeySpec"],
    KeySpec: key.keySpec as KeyMetadata["KeySpec"],
    ...(isSymmetric ? { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT" as const] } : {}),
    MultiRegion: key.isMultiRegion,
  };
}
