import { type DeleteObjectOutput, type DeleteObjectRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { type Bucket, NULL_VERSION, type ObjectVersion } from "./bucket";
import { NO_HEADERS, s3Of } from "./store";

export const deleteObject: Operation<DeleteObjectRequest, DeleteObjectOutput> = (
  input,
  { aws, now },
) =>
  removeObject(s3Of(aws).bucket(input.Bucket as string), input.Key as string, input.VersionId, now);

/**
 * Deletes as S3 does: a named version goes for good; without a name a versioned bucket gets a delete marker. What does not
 * exist is deleted with success.
 *
 * @param at simulated epoch seconds
 */
export function removeObject(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  at: number,
): DeleteObjectOutput {
  if (versionId !== undefined) {
    const removed = bucket.remove(key, versionId);
    return {
      VersionId: versionId,
      DeleteMarker: removed !== undefined && removed.content === undefined ? true : undefined,
    };
  }
  if (bucket.settings.versioning === undefined) {
    bucket.remove(key, NULL_VERSION);
    return {};
  }
  const marker = deleteMarker(bucket, key, at);
  bucket.add(marker);
  return { DeleteMarker: true, VersionId: marker.versionId };
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
    partsCount: undefined,
    tags: [],
  };
}
