import {
  type CreateMultipartUploadOutput,
  type CreateMultipartUploadRequest,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { checkKey, objectHeaders, parseTags } from "./object-headers";

export const createMultipartUpload: Operation<
  CreateMultipartUploadRequest,
  CreateMultipartUploadOutput
> = (input, { aws, now }) => {
  const bucket = aws.s3.bucket(input.Bucket as string);
  const key = input.Key as string;
  checkKey(key);
  const headers = objectHeaders(input, bucket);
  const upload = aws.s3.uploads.start({
    bucket: bucket.name,
    key,
    initiated: now,
    headers,
    tags: parseTags(input.Tagging),
  });
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.uploadId,
    ServerSideEncryption:
      headers.serverSideEncryption as CreateMultipartUploadOutput["ServerSideEncryption"],
    SSEKMSKeyId: headers.kmsKeyId,
    ChecksumAlgorithm: input.ChecksumAlgorithm,
    ChecksumType: input.ChecksumType,
  };
};
