import { createReadStream, statSync } from "node:fs";

import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectRequest$,
} from "@aws-sdk/client-s3";

import { DeployError } from "../errors";
import { isAsset, type Properties, text, textMap } from "../property-values";
import { toRequest } from "../request-shape";
import { only, type ResourceContext, type ResourceType } from "../resource-type";

const RENAMES = { kmsKeyId: "SSEKMSKeyId", websiteRedirect: "WebsiteRedirectLocation" };
// The body is made of the first three; a hash of the source only marks a change.
const NOT_SENT = [
  "source",
  "content",
  "contentBase64",
  "sourceHash",
  "etag",
  "tags",
  "overrideProvider",
];

/** aws.s3.BucketObjectv2: an object from a text, a base64 text or a local file. */
export const bucketObject: ResourceType = {
  tokens: ["aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"],
  name: { property: "key", maxLength: 1024 },
  replacedBy: only("bucket", "key"),

  async create(inputs, context) {
    return { id: text(inputs, "key"), outputs: await put(inputs, context) };
  },

  async update(_existing, inputs, context) {
    return put(inputs, context);
  },

  async delete({ inputs }, { clients }) {
    await clients.s3.send(new DeleteObjectCommand(place(inputs)));
  },

  async read({ inputs }, { clients }) {
    await clients.s3.send(new HeadObjectCommand(place(inputs)));
  },
};

async function put(
  inputs: Properties,
  { clients, partition }: ResourceContext,
): Promise<Properties> {
  const tags = Object.entries(textMap(inputs, "tags"));
  const { ETag, VersionId } = await clients.s3.send(
    new PutObjectCommand({
      ...toRequest<PutObjectCommandInput>(PutObjectRequest$, inputs, {
        rename: RENAMES,
        omit: NOT_SENT,
      }),
      ...bodyOf(inputs),
      ...(tags.length > 0 && { Tagging: new URLSearchParams(tags).toString() }),
    }),
  );
  const { Bucket, Key } = place(inputs);
  return {
    arn: `arn:${partition}:s3:::${Bucket}/${Key}`,
    etag: ETag?.replaceAll('"', ""),
    versionId: VersionId,
  };
}

function bodyOf({ source, content, contentBase64 }: Properties): Partial<PutObjectCommandInput> {
  if (typeof content === "string") return { Body: content };
  if (typeof contentBase64 === "string") return { Body: Buffer.from(contentBase64, "base64") };
  if (source === undefined) return { Body: "" };
  if (!isAsset(source)) throw new DeployError("`source` must be a file or a text asset");
  if (source.path === undefined) return { Body: source.text ?? "" };
  return { Body: createReadStream(source.path), ContentLength: statSync(source.path).size };
}

function place(inputs: Properties): { Bucket: string; Key: string } {
  return { Bucket: text(inputs, "bucket"), Key: text(inputs, "key") };
}
