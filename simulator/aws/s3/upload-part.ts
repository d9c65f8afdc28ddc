import { s3Of } from "./store";
import { type UploadPartOutput, type UploadPartRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { checksumsIn } from "./checksums";
import { invalidArgument } from "./errors";
import { receiveBody } from "./incoming-body";

/** Highest number of a part. */
const MOST_PARTS = 10_000;

export const uploadPart: Operation<UploadPartRequest, UploadPartOutput> = async (
  input,
  { aws, now },
) => {
  const s3 = s3Of(aws);
  s3.bucket(input.Bucket as string);
  const upload = s3.uploads.get(
    input.Bucket as string,
    input.Key as string,
    input.UploadId as string,
  );
  const partNumber = checkPartNumber(input.PartNumber);
  const { content, checksums } = await receiveBody(s3.contents, input);
  const etag = `"${content.md5}"`;
  s3.uploads.addPart(upload, { partNumber, etag, content, checksums, lastModified: now });
  return {
    ETag: etag,
    ServerSideEncryption: upload.headers
      .serverSideEncryption as UploadPartOutput["ServerSideEncryption"],
    ...checksumsIn(checksums),
  };
};

/** @throws AwsError `InvalidArgument` */
export function checkPartNumber(partNumber: number | undefined): number {
  if (
    partNumber === undefined ||
    !Number.isInteger(partNumber) ||
    partNumber < 1 ||
    partNumber > MOST_PARTS
  ) {
    throw invalidArgument(
      `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`,
      "partNumber",
      String(partNumber),
    );
  }
  return partNumber;
}
