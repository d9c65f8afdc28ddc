import { s3Of } from "./store";
import {
  type ChecksumType,
  type CreateMultipartUploadOutput,
  type CreateMultipartUploadRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { requireUsableKey } from "./encryption-key";
import { checkKey, objectHeaders, parseTags } from "./object-headers";

export const createMultipartUpload: Operation<
  CreateMultipartUploadRequest,
  CreateMultipartUploadOutput
> = (input, { aws, now }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const key = input.Key as string;
  checkKey(key);
  const given = objectHeaders(input, bucket);
  const headers = { ...given, kmsKeyId: requireUsableKey(aws, bucket, given) };
  const upload = s3Of(aws).uploads.start({
    bucket: bucket.name,
    key,
    initiated: now,
    headers,
    tags: parseTags(input.Tagging),
    checksumAlgorithm: input.ChecksumAlgorithm,
    checksumType: checksumTypeOf(input),
  });
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.uploadId,
    ServerSideEncryption:
      headers.serverSideEncryption as CreateMultipartUploadOutput["ServerSideEncryption"],
    SSEKMSKeyId: headers.kmsKeyId,
    ChecksumAlgorithm: input.ChecksumAlgorithm,
    ChecksumType: upload.checksumType,
  };
};

/** CRC64NVME cannot be put together from parts, the SHA family cannot be computed of the whole. */
function checksumTypeOf({
  ChecksumAlgorithm: algorithm,
  ChecksumType: type,
}: CreateMultipartUploadRequest): ChecksumType | undefined {
  if (algorithm === undefined) {
    return undefined;
  }
  const natural = algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
  const isFixed = algorithm === "CRC64NVME" || algorithm.startsWith("SHA");
  if (type !== undefined && isFixed && type !== natural) {
    throw new AwsError(
      "InvalidRequest",
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
      400,
    );
  }
  return type ?? natural;
}
