import {
  type GetObjectAttributesOutput,
  type GetObjectAttributesParts,
  type GetObjectAttributesRequest,
  type StorageClass,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { NULL_VERSION, type ObjectPart } from "./bucket";
import { checksumsIn } from "./checksums";
import { pageLimit } from "./listing";
import { findForReading } from "./object-output";
import { s3Of } from "./store";

/** Tells what was asked for of an object. */
export const getObjectAttributes: Operation<
  GetObjectAttributesRequest,
  GetObjectAttributesOutput
> = (input, { aws }) => {
  const version = findForReading(s3Of(aws), input);
  const { checksums, content, etag, headers, parts, versionId } = version;
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
      asked.has("ObjectParts") && parts !== undefined ? pageOfParts(parts, input) : undefined,
    StorageClass: asked.has("StorageClass")
      ? ((headers.storageClass ?? "STANDARD") as StorageClass)
      : undefined,
    ObjectSize: asked.has("ObjectSize") ? content.sizeBytes : undefined,
  };
};

/** The parts are listed of an object that has checksums; of others AWS tells their number. */
function pageOfParts(
  parts: readonly ObjectPart[],
  { MaxParts: most, PartNumberMarker: marker }: GetObjectAttributesRequest,
): GetObjectAttributesParts {
  if (!parts.every(({ checksums }) => Object.keys(checksums).length > 0)) {
    return { TotalPartsCount: parts.length };
  }
  const limit = pageLimit(most, "max-parts");
  const after = Number(marker ?? 0);
  const rest = parts.filter(({ partNumber }) => partNumber > after);
  const page = rest.slice(0, limit);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? after),
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    Parts: page.map(({ partNumber, sizeBytes, checksums }) => ({
      PartNumber: partNumber,
      Size: sizeBytes,
      ...checksums,
    })),
  };
}
