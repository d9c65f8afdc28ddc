import { s3Of } from "./store";
import { type ListPartsOutput, type ListPartsRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { checksumsIn } from "./checksums";
import { pageLimit } from "./listing";
import { OWNER } from "./owner";

export const listParts: Operation<ListPartsRequest, ListPartsOutput> = (input, { aws }) => {
  const upload = s3Of(aws).uploads.get(
    input.Bucket as string,
    input.Key as string,
    input.UploadId as string,
  );
  const limit = pageLimit(input.MaxParts, "max-parts");
  const after = Number(input.PartNumberMarker ?? 0);
  const rest = [...upload.parts.values()]
    .filter((part) => part.partNumber > after)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = rest.slice(0, limit);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: String(after),
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? after),
    ChecksumAlgorithm: upload.checksumAlgorithm as ListPartsOutput["ChecksumAlgorithm"],
    ChecksumType: upload.checksumType,
    Parts: page.map(({ partNumber, etag, content, checksums, lastModified }) => ({
      ...checksumsIn(checksums),
      PartNumber: partNumber,
      ETag: etag,
      Size: content.sizeBytes,
      LastModified: new Date(lastModified * 1000),
    })),
    Initiator: OWNER,
    Owner: OWNER,
    StorageClass: "STANDARD",
  };
};
