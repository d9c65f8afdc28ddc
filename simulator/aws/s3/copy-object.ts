import { type CopyObjectOutput, type CopyObjectRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { NULL_VERSION, type ObjectVersion } from "./bucket";
import { tellOfChange } from "./object-events";
import { type ByteRange, type Content } from "./content-store";
import { requireUsableKey } from "./encryption-key";
import { invalidArgument, preconditionFailed } from "./errors";
import { checkKey, objectHeaders, parseTags, writeResult } from "./object-headers";
import { checkReadConditions, findForReading, type ReadableVersion } from "./object-output";
import { type S3Store, s3Of } from "./store";
import { checkWriteConditions } from "./write-conditions";

export const copyObject: Operation<CopyObjectRequest, CopyObjectOutput> = async (
  input,
  { aws, now, requestId },
) => {
  const s3 = s3Of(aws);
  const bucket = s3.bucket(input.Bucket as string);
  const key = input.Key as string;
  checkKey(key);
  const source = findCopySource(s3, input.CopySource as string);
  const replacesMetadata = input.MetadataDirective === "REPLACE";
  if (isItself(source, input) && !replacesMetadata && input.StorageClass === undefined) {
    throw new AwsError(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      400,
    );
  }
  checkSourceConditions(source, input);
  checkWriteConditions(bucket, key, input);
  const given = objectHeaders(input, bucket);
  const headers = {
    ...(replacesMetadata ? given : source.headers),
    // These a copy does not take over.
    serverSideEncryption: given.serverSideEncryption,
    storageClass: given.storageClass,
    websiteRedirectLocation: given.websiteRedirectLocation,
    kmsKeyId: requireUsableKey(aws, bucket, given),
  };
  const content = await copyContent(s3, source.content);
  const version: ObjectVersion = {
    key,
    versionId: bucket.newVersionId(),
    lastModified: now,
    content,
    etag: `"${content.md5}"`,
    headers,
    checksums: source.checksums,
    parts: undefined,
    tags: input.TaggingDirective === "REPLACE" ? parseTags(input.Tagging) : source.tags,
  };
  bucket.add(version);
  tellOfChange(aws, bucket, { event: "ObjectCreated:Copy", version, at: now, requestId });
  const { VersionId, ServerSideEncryption, SSEKMSKeyId } = writeResult(version);
  return {
    CopyObjectResult: {
      ETag: version.etag,
      LastModified: new Date(now * 1000),
      ...version.checksums,
    },
    CopySourceVersionId: source.versionId === NULL_VERSION ? undefined : source.versionId,
    VersionId,
    ServerSideEncryption,
    SSEKMSKeyId,
  };
};

/**
 * The object that `x-amz-copy-source` names: `[/]bucket/key[?versionId=…]`, percent-encoded.
 *
 * @throws AwsError `InvalidArgument`, `NoSuchBucket`, `NoSuchKey`
 */
export function findCopySource(s3: S3Store, source: string): ReadableVersion {
  const [path = "", query] = source.split("?versionId=");
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      source,
    );
  }
  return findForReading(s3, { Bucket: bucket, Key: key, VersionId: query });
}

/**
 * Holds a copy to the conditions on its source. Unlike a read, a copy that has nothing to do has failed.
 *
 * @throws AwsError `PreconditionFailed`
 */
function checkSourceConditions(source: ReadableVersion, input: CopyObjectRequest): void {
  try {
    checkReadConditions(source, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
  } catch (error) {
    throw error instanceof AwsError && error.code === "NotModified"
      ? preconditionFailed("x-amz-copy-source-if-none-match")
      : error;
  }
}

/** A copy of a body or of a part of it. */
export function copyContent(s3: S3Store, content: Content, range?: ByteRange): Promise<Content> {
  const sizeBytes = range === undefined ? content.sizeBytes : range.last - range.first + 1;
  return s3.contents.write(s3.contents.read(content, range), sizeBytes);
}

function isItself(source: ReadableVersion, input: CopyObjectRequest): boolean {
  const [path = ""] = (input.CopySource as string).split("?");
  return (
    decoded(path).replace(/^\//, "") === `${input.Bucket}/${input.Key}` && source.key === input.Key
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
