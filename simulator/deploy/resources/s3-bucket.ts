import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

import { DeployError } from "../errors";
import { type Properties, tagList, text } from "../property-values";
import { only, type ResourceContext, type ResourceType } from "../resource-type";

// us-east-1 is the region that CreateBucket knows by the absence of a location.
const DEFAULT_LOCATION = "us-east-1";
const SETTABLE = ["bucket", "bucketPrefix", "forceDestroy", "tags", "region", "objectLockEnabled"];

/** aws.s3.Bucket. Its settings are resources of their own; the inline ones of old are refused. */
export const bucket: ResourceType = {
  tokens: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  name: { property: "bucket", maxLength: 63, prefixProperty: "bucketPrefix", lowercase: true },
  replacedBy: only("bucket", "bucketPrefix", "objectLockEnabled", "region"),

  async create(inputs, context) {
    const { clients, region } = context;
    refuseInlineSettings(inputs);
    const name = text(inputs, "bucket");
    await clients.s3.send(
      new CreateBucketCommand({
        Bucket: name,
        ...(inputs["objectLockEnabled"] === true && { ObjectLockEnabledForBucket: true }),
        ...(region !== DEFAULT_LOCATION && {
          CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
        }),
      }),
    );
    if (tagList(inputs)) await putTags(name, inputs, context);
    return { id: name, outputs: outputsOf(name, context) };
  },

  async update({ id }, inputs, context) {
    refuseInlineSettings(inputs);
    await putTags(id, inputs, context);
  },

  async delete({ id, inputs }, { clients: { s3 } }) {
    const Bucket = id;
    if (inputs["forceDestroy"] === true) await empty(s3, Bucket);
    try {
      await s3.send(new DeleteBucketCommand({ Bucket }));
    } catch (cause) {
      if (!(cause instanceof Error) || cause.name !== "BucketNotEmpty") throw cause;
      throw new DeployError(
        `the bucket still holds objects, and \`forceDestroy\` is not set on it; empty it, or set that and deploy before you destroy`,
        1,
        { cause },
      );
    }
  },

  async read({ id }, { clients }) {
    await clients.s3.send(new HeadBucketCommand({ Bucket: id }));
  },
};

function refuseInlineSettings(inputs: Properties): void {
  const unknown = Object.keys(inputs).filter((key) => !SETTABLE.includes(key));
  if (unknown.length === 0) return;
  throw new DeployError(
    `\`${unknown.join("`, `")}\` of a bucket cannot be set by deploy:local; use the resource of its own that pulumi-aws has for it`,
  );
}

async function putTags(
  name: string,
  inputs: Properties,
  { clients }: ResourceContext,
): Promise<void> {
  const TagSet = tagList(inputs);
  await (TagSet
    ? clients.s3.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet } }))
    : clients.s3.send(new DeleteBucketTaggingCommand({ Bucket: name })));
}

function outputsOf(name: string, { region, partition, accountId }: ResourceContext): Properties {
  return {
    arn: `arn:${partition}:s3:::${name}`,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    bucketRegion: region,
    region,
    ownerId: accountId,
  };
}

/** Deletes every version of every object, delete markers too; on a server that keeps no versions, every object. */
async function empty(s3: S3Client, Bucket: string): Promise<void> {
  let batch = await nextObjects(s3, Bucket);
  while (batch.length > 0) {
    await deleteObjects(s3, Bucket, batch);
    batch = await nextObjects(s3, Bucket);
  }
}

async function nextObjects(
  s3: S3Client,
  Bucket: string,
): Promise<{ Key?: string; VersionId?: string }[]> {
  try {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    return [...Versions, ...DeleteMarkers];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NotImplemented") throw error;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key }) => ({ Key }));
  }
}

async function deleteObjects(
  s3: S3Client,
  Bucket: string,
  objects: readonly { Key?: string; VersionId?: string }[],
): Promise<void> {
  if (objects.length === 0) return;
  const Objects = objects.flatMap(({ Key, VersionId }) =>
    Key === undefined ? [] : [{ Key, ...(VersionId !== undefined && { VersionId }) }],
  );
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first)
    throw new DeployError(`cannot delete object ${first.Key ?? ""}: ${first.Message ?? ""}`);
}
