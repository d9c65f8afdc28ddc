import { s3Of } from "./store";
import { type AbortMultipartUploadRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";

export const abortMultipartUpload: Operation<AbortMultipartUploadRequest, void> = (
  input,
  { aws },
) => {
  const { uploads } = s3Of(aws);
  uploads.end(uploads.get(input.Bucket as string, input.Key as string, input.UploadId as string));
};
