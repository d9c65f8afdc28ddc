import * as schemas from "@aws-sdk/client-kms";
import { type ServiceDefinition } from "../service";
import { createAlias, deleteAlias, listAliases, updateAlias } from "./aliases";
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  scheduleKeyDeletion,
  updateKeyDescription,
} from "./key-lifecycle";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./key-policy";
import { disableKeyRotation, enableKeyRotation, getKeyRotationStatus } from "./key-rotation";
import { listResourceTags, tagResource, untagResource } from "./key-tags";

/** AWS KMS, JSON 1.1: keys and aliases as records. */
export const kms: ServiceDefinition = {
  name: "kms",
  signingName: "kms",
  schemas,
  protocols: ["json-1.1"],
  targetPrefix: "TrentService",
  operations: {
    CancelKeyDeletion: cancelKeyDeletion,
    CreateAlias: createAlias,
    CreateKey: createKey,
    DeleteAlias: deleteAlias,
    DescribeKey: describeKey,
    DisableKey: disableKey,
    DisableKeyRotation: disableKeyRotation,
    EnableKey: enableKey,
    EnableKeyRotation: enableKeyRotation,
    GetKeyPolicy: getKeyPolicy,
    GetKeyRotationStatus: getKeyRotationStatus,
    ListAliases: listAliases,
    ListKeyPolicies: listKeyPolicies,
    ListKeys: listKeys,
    ListResourceTags: listResourceTags,
    PutKeyPolicy: putKeyPolicy,
    ScheduleKeyDeletion: scheduleKeyDeletion,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateAlias: updateAlias,
    UpdateKeyDescription: updateKeyDescription,
  },
};
