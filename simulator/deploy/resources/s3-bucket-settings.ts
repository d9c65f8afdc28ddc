import {
  type BucketLifecycleConfiguration,
  BucketLifecycleConfiguration$,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  type OwnershipControls,
  OwnershipControls$,
  type PublicAccessBlockConfiguration,
  PublicAccessBlockConfiguration$,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  type ServerSideEncryptionConfiguration,
  ServerSideEncryptionConfiguration$,
  type VersioningConfiguration,
  VersioningConfiguration$,
} from "@aws-sdk/client-s3";

import { isRecord, jsonText, type Properties, text } from "../property-values";
import { toRequest } from "../request-shape";
import { only, type ResourceType } from "../resource-type";

const NOT_SETTINGS = ["bucket", "expectedBucketOwner"];

export const publicAccessBlock = bucketSetting(
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  (s3, Bucket, inputs) =>
    s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: toRequest<PublicAccessBlockConfiguration>(
          PublicAccessBlockConfiguration$,
          inputs,
          { omit: NOT_SETTINGS },
        ),
      }),
    ),
  (s3, Bucket) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
);

export const bucketPolicy = bucketSetting(
  ["aws:s3/bucketPolicy:BucketPolicy"],
  (s3, Bucket, inputs) =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: jsonText(inputs, "policy") })),
  (s3, Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
);

export const serverSideEncryption = bucketSetting(
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  (s3, Bucket, inputs) =>
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: toRequest<ServerSideEncryptionConfiguration>(
          ServerSideEncryptionConfiguration$,
          inputs,
          { omit: NOT_SETTINGS },
        ),
      }),
    ),
  (s3, Bucket) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
);

export const lifecycle = bucketSetting(
  [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  ],
  (s3, Bucket, inputs) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: toRequest<BucketLifecycleConfiguration>(
          BucketLifecycleConfiguration$,
          { rules: wholeBucketByDefault(inputs["rules"]) },
        ),
      }),
    ),
  (s3, Bucket) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
);

export const versioning = bucketSetting(
  ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
  (s3, Bucket, inputs) =>
    s3.send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: toRequest<VersioningConfiguration>(
          VersioningConfiguration$,
          inputs["versioningConfiguration"] as Properties,
        ),
      }),
    ),
  // Versioning cannot be taken off a bucket that has had it: suspending is as far as AWS goes.
  (s3, Bucket, inputs) =>
    isRecord(inputs["versioningConfiguration"]) &&
    inputs["versioningConfiguration"]["status"] === "Enabled"
      ? s3.send(
          new PutBucketVersioningCommand({
            Bucket,
            VersioningConfiguration: { Status: "Suspended" },
          }),
        )
      : Promise.resolve(),
);

export const ownershipControls = bucketSetting(
  ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  (s3, Bucket, inputs) =>
    s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: toRequest<OwnershipControls>(OwnershipControls$, inputs, {
          omit: NOT_SETTINGS,
        }),
      }),
    ),
  (s3, Bucket) => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
);

/** A setting of a bucket: one put that makes and changes it, one call that takes it off. Its id is the bucket's name. */
function bucketSetting(
  tokens: readonly string[],
  put: (s3: S3Client, Bucket: string, inputs: Properties) => Promise<unknown>,
  remove: (s3: S3Client, Bucket: string, inputs: Properties) => Promise<unknown>,
): ResourceType {
  return {
    tokens,
    replacedBy: only("bucket"),
    async create(inputs, { clients }) {
      const name = text(inputs, "bucket");
      await put(clients.s3, name, inputs);
      return { id: name };
    },
    async update({ id }, inputs, { clients }) {
      await put(clients.s3, id, inputs);
    },
    async delete({ id, inputs }, { clients }) {
      await remove(clients.s3, id, inputs);
    },
  };
}

/** A lifecycle rule without a filter is for the whole bucket, which S3 wants to be told by an empty prefix. */
function wholeBucketByDefault(rules: unknown): unknown {
  if (!Array.isArray(rules)) return [];
  return rules.map((rule: Properties) =>
    rule["filter"] === undefined && rule["prefix"] === undefined
      ? { ...rule, filter: { prefix: "" } }
      : rule,
  );
}
