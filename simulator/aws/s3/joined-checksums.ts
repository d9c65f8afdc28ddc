import { type CompleteMultipartUploadRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { checksumMember, type Checksums, compositeChecksum, ExpectedChecksums } from "./checksums";
import { type Content, type ContentStore } from "./content-store";
import { type MultipartUpload, type UploadedPart } from "./multipart-uploads";

/** A body that was put together from parts. */
interface JoinedBody {
  readonly content: Content;
  readonly checksums: Checksums;
}

/**
 * Joins the parts of an upload, with the checksum that the upload was begun with: of the whole, or of the checksums of the
 * parts.
 *
 * @throws AwsError `BadDigest` when the client expects another checksum of the whole, `InvalidRequest` when a part has none
 */
export async function joinParts(
  contents: ContentStore,
  upload: MultipartUpload,
  parts: readonly UploadedPart[],
  input: CompleteMultipartUploadRequest,
): Promise<JoinedBody> {
  const member = checksumMember(upload.checksumAlgorithm);
  const isWhole = upload.checksumType === "FULL_OBJECT";
  const wanted = isWhole
    ? new ExpectedChecksums(input, undefined, upload.checksumAlgorithm)
    : undefined;
  const composite =
    member === undefined || isWhole
      ? undefined
      : await compositeChecksum(
          member,
          parts.map((part) => part.checksums[member] ?? missing(part, upload)),
        );
  const content = await contents.concatenate(
    parts.map((part) => part.content),
    wanted?.digests,
  );
  try {
    if (wanted !== undefined) {
      return { content, checksums: await wanted.verify() };
    }
    return {
      content,
      checksums:
        member === undefined || composite === undefined
          ? {}
          : { [member]: composite, ChecksumType: "COMPOSITE" },
    };
  } catch (error) {
    contents.remove(content);
    throw error;
  }
}

function missing(part: UploadedPart, { checksumAlgorithm }: MultipartUpload): never {
  const algorithm = checksumAlgorithm?.toLowerCase();
  throw new AwsError(
    "InvalidRequest",
    `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
    400,
  );
}
