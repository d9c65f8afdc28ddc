import { s3Of } from "./store";
import { type UploadPartCopyOutput, type UploadPartCopyRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { copyContent, findCopySource } from "./copy-object";
import { type ByteRange } from "./content-store";
import { invalidArgument } from "./errors";
import { checkPartNumber } from "./upload-part";

export const uploadPartCopy: Operation<UploadPartCopyRequest, UploadPartCopyOutput> = async (
  input,
  { aws, now },
) => {
  const s3 = s3Of(aws);
  const upload = s3.uploads.get(
    input.Bucket as string,
    input.Key as string,
    input.UploadId as string,
  );
  const partNumber = checkPartNumber(input.PartNumber);
  const source = findCopySource(s3, input.CopySource as string);
  const range = parseCopyRange(input.CopySourceRange, source.content.sizeBytes);
  const content = await copyContent(s3, source.content, range);
  const etag = `"${content.md5}"`;
  s3.uploads.addPart(upload, { partNumber, etag, content, checksums: {}, lastModified: now });
  return { CopyPartResult: { ETag: etag, LastModified: new Date(now * 1000) } };
};

function parseCopyRange(text: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? [];
  if (
    first === undefined ||
    last === undefined ||
    Number(last) >= sizeBytes ||
    Number(first) > Number(last)
  ) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${sizeBytes}`,
      "x-amz-copy-source-range",
      text,
    );
  }
  return { first: Number(first), last: Number(last) };
}
