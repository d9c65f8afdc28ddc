import {
  type GetObjectAttributesOutput,
  type GetObjectAttributesRequest,
  type StorageClass,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { NULL_VERSION } from "./bucket";
import { checksumsIn } from "./checksums";
import { findForReading } from "./object-output";
import { s3Of } from "./store";

/** Tells what was asked for of an object; of its parts only their number. */
export const getObjectAttributes: Operation<
  GetObjectAttributesRequest,
  GetObjectAttributesOutput
> = (input, { aws }) => {
  const version = findForReading(s3Of(aws), input);
  const { checksums, content, etag, headers, partsCount, versionId } = version;
  const asked = new Set(input.ObjectAttributes ?? []);
  const hasChecksum = checksums.ChecksumType !== undefined;
  return {
    LastModified: new Date(version.lastModified * 1000),
    VersionId: versionId === NULL_VERSION ? undefined : versionId,
    ETag: asked.has("ETag") ? etag.replaceAll('"', "") : undefined,
    Checksum:
      asked.has("Checksum") && hasChecksum
        ? { ...checksumsIn(checksums), ChecksumType: checksums.ChecksumType }
        : undefined,
    ObjectParts:
      asked.has("ObjectParts") && partsCount !== undefined
        ? { TotalPartsCount: partsCount }
        : undefined,
    StorageClass: asked.has("StorageClass")
      ? ((headers.storageClass ?? "STANDARD") as StorageClass)
      : undefined,
    ObjectSize: asked.has("ObjectSize") ? content.sizeBytes : undefined,
  };
};
