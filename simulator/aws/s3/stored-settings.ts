import { OWNER, OWNER_ID } from "./owner";
import { storedSetting } from "./stored-setting";

/** New buckets block all public access since April 2023. */
export const publicAccessBlock = storedSetting({
  name: "publicAccessBlock",
  members: ["PublicAccessBlockConfiguration"],
  unset: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
  deleted: [
    "NoSuchPublicAccessBlockConfiguration",
    "The public access block configuration was not found",
  ],
});

/** New buckets have their access control lists disabled since April 2023. */
export const ownershipControls = storedSetting({
  name: "ownershipControls",
  members: ["OwnershipControls"],
  unset: { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
  deleted: ["OwnershipControlsNotFoundError", "The bucket ownership controls were not found"],
});

export const acl = storedSetting({
  name: "acl",
  within: "AccessControlPolicy",
  members: ["Owner", "Grants"],
  unset: {
    Owner: OWNER,
    Grants: [{ Grantee: { Type: "CanonicalUser", ID: OWNER_ID }, Permission: "FULL_CONTROL" }],
  },
});

export const accelerate = storedSetting({
  name: "accelerate",
  within: "AccelerateConfiguration",
  members: ["Status"],
  unset: {},
});

export const requestPayment = storedSetting({
  name: "requestPayment",
  within: "RequestPaymentConfiguration",
  members: ["Payer"],
  unset: { Payer: "BucketOwner" },
});

export const logging = storedSetting({
  name: "logging",
  within: "BucketLoggingStatus",
  members: ["LoggingEnabled"],
  unset: {},
});

export const website = storedSetting({
  name: "website",
  within: "WebsiteConfiguration",
  members: ["IndexDocument", "ErrorDocument", "RedirectAllRequestsTo", "RoutingRules"],
  unset: [
    "NoSuchWebsiteConfiguration",
    "The specified bucket does not have a website configuration",
  ],
});

export const replication = storedSetting({
  name: "replication",
  members: ["ReplicationConfiguration"],
  unset: ["ReplicationConfigurationNotFoundError", "The replication configuration was not found"],
});

export const objectLock = storedSetting({
  name: "object-lock",
  members: ["ObjectLockConfiguration"],
  unset: [
    "ObjectLockConfigurationNotFoundError",
    "Object Lock configuration does not exist for this bucket",
  ],
});
