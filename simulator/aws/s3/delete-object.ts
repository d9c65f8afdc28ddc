import { type DeleteObjectOutput, type DeleteObjectRequest } from "@aws-sdk/client-s3";
import { type Operation, type RequestContext } from "../operation";
import { type Bucket, NULL_VERSION, type ObjectVersion } from "./bucket";
import { tellOfChange } from "./object-events";
import { NO_HEADERS, s3Of } from "./store";

export const deleteObject: Operation<DeleteObjectRequest, DeleteObjectOutput> = (input, context) =>
  removeObject(
    s3Of(context.aws).bucket(input.Bucket as string),
    input.Key as string,
    input.VersionId,
    context,
  );

/**
 * Deletes as S3 does: a named version goes for good; without a name a versioned bucket gets a delete marker. What does not
 * exist is deleted with success.
 */
export function removeObject(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  { aws, now: at, requestId }: RequestContext,
): DeleteObjectOutput {
  if (versionId === undefined && bucket.settings.versioning !== undefined) {
    const marker = deleteMarker(bucket, key, at);
    bucket.add(marker);
    const event = "ObjectRemoved:DeleteMarkerCreated";
    tellOfChange(aws, bucket, { event, version: marker, at, requestId });
    return { DeleteMarker: true, VersionId: marker.versionId };
  }
  const removed = bucket.remove(key, versionId ?? NULL_VERSION);
  if (removed !== undefined) {
    const event = "ObjectRemoved:Delete";
    tellOfChange(aws, bucket, { event, version: removed, at, requestId });
  }
  if (versionId === undefined) {
    return {};
  }
  return {
    VersionId: versionId,
    DeleteMarker: removed !== undefined && removed.content === undefined ? true : undefined,
  };
}

function deleteMarker(bucket: Bucket, key: string, at: number): ObjectVersion {
  return {
    key,
    versionId: bucket.newVersionId(),
    lastModified: at,
    content: undefined,
    etag: "",
    headers: NO_HEADERS,
    checksums: {},
    parts: undefined,
    tags: [],
  };
}
