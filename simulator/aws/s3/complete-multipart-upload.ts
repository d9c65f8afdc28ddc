import { s3Of } from "./store";
import { createHash } from "node:crypto";
import {
  type CompletedPart,
  type CompleteMultipartUploadOutput,
  type CompleteMultipartUploadRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { type ObjectVersion } from "./bucket";
import { tellOfChange } from "./object-events";
import { type MultipartUpload, type UploadedPart } from "./multipart-uploads";
import { type ChecksumMember, checksumsIn } from "./checksums";
import { joinParts } from "./joined-checksums";
import { writeResult } from "./object-headers";
import { checkWriteConditions } from "./write-conditions";

/** Least size of every part but the last. */
const LEAST_PART_BYTES = 5 * 1024 * 1024;

export const completeMultipartUpload: Operation<
  CompleteMultipartUploadRequest,
  CompleteMultipartUploadOutput
> = async (input, { aws, now, endpoint, requestId }) => {
  const s3 = s3Of(aws);
  const bucket = s3.bucket(input.Bucket as string);
  const key = input.Key as string;
  const upload = s3.uploads.get(bucket.name, key, input.UploadId as string);
  const parts = chosenParts(upload, input.MultipartUpload?.Parts ?? []);
  checkWriteConditions(bucket, key, input);
  const { content, checksums } = await joinParts(s3.contents, upload, parts, input);
  const version: ObjectVersion = {
    key,
    versionId: bucket.newVersionId(),
    lastModified: now,
    content,
    etag: joinedEtag(parts),
    headers: upload.headers,
    checksums,
    parts: parts.map((part) => ({
      partNumber: part.partNumber,
      sizeBytes: part.content.sizeBytes,
      checksums: checksumsIn(part.checksums),
    })),
    tags: upload.tags,
  };
  bucket.add(version);
  const event = "ObjectCreated:CompleteMultipartUpload";
  tellOfChange(aws, bucket, { event, version, at: now, requestId });
  s3.uploads.end(upload);
  return {
    Location: `${endpoint}/${bucket.name}/${key}`,
    Bucket: bucket.name,
    Key: key,
    ...writeResult(version),
  };
};

function chosenParts(upload: MultipartUpload, listed: readonly CompletedPart[]): UploadedPart[] {
  if (listed.length === 0) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
      400,
    );
  }
  const parts = listed.map(({ PartNumber = 0, ETag = "" }, index) => {
    const previous = listed[index - 1]?.PartNumber ?? 0;
    if (PartNumber <= previous) {
      throw new AwsError(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.",
        400,
      );
    }
    const part = upload.parts.get(PartNumber);
    const isOther =
      part === undefined ||
      part.etag.replaceAll('"', "") !== ETag.replaceAll('"', "") ||
      Object.entries(checksumsIn(listed[index] ?? {})).some(
        ([member, value]) => part.checksums[member as ChecksumMember] !== value,
      );
    if (isOther) {
      throw new AwsError(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { UploadId: upload.uploadId, PartNumber, ETag },
      );
    }
    return part;
  });
  for (const part of parts.slice(0, -1)) {
    if (part.content.sizeBytes < LEAST_PART_BYTES) {
      throw new AwsError(
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        400,
        {
          ProposedSize: part.content.sizeBytes,
          MinSizeAllowed: LEAST_PART_BYTES,
          PartNumber: part.partNumber,
          ETag: part.etag,
        },
      );
    }
  }
  return parts;
}

/** MD5 of the parts' MD5s, and their number. */
function joinedEtag(parts: readonly UploadedPart[]): string {
  const md5 = createHash("md5");
  for (const part of parts) {
    md5.update(Buffer.from(part.content.md5, "hex"));
  }
  return `"${md5.digest("hex")}-${parts.length}"`;
}
