import { s3Of } from "./store";
import {
  type ListMultipartUploadsOutput,
  type ListMultipartUploadsRequest,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { keyEncoder, pageLimit } from "./listing";
import { OWNER } from "./owner";
import { compareUtf8 } from "./sorted-keys";

export const listMultipartUploads: Operation<
  ListMultipartUploadsRequest,
  ListMultipartUploadsOutput
> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const encode = keyEncoder(input.EncodingType);
  const limit = pageLimit(input.MaxUploads, "max-uploads");
  const matching = s3Of(aws)
    .uploads.list(bucket.name)
    .filter(
      ({ key, uploadId }) =>
        key.startsWith(input.Prefix ?? "") &&
        isAfter(key, uploadId, input.KeyMarker ?? "", input.UploadIdMarker ?? ""),
    );
  const page = matching.slice(0, limit);
  const isTruncated = page.length < matching.length;
  return {
    Bucket: bucket.name,
    Prefix: encode(input.Prefix ?? ""),
    KeyMarker: encode(input.KeyMarker ?? ""),
    UploadIdMarker: input.UploadIdMarker ?? "",
    MaxUploads: limit,
    EncodingType: input.EncodingType,
    IsTruncated: isTruncated,
    NextKeyMarker: isTruncated ? encode(page.at(-1)?.key ?? "") : undefined,
    NextUploadIdMarker: isTruncated ? page.at(-1)?.uploadId : undefined,
    Uploads: page.map(({ key, uploadId, initiated }) => ({
      Key: encode(key),
      UploadId: uploadId,
      Initiated: new Date(initiated * 1000),
      StorageClass: "STANDARD" as const,
      Owner: OWNER,
      Initiator: OWNER,
    })),
  };
};

/** Without an id, the marker leaves out all uploads of its key. */
function isAfter(key: string, uploadId: string, keyMarker: string, idMarker: string): boolean {
  const order = compareUtf8(key, keyMarker);
  return order > 0 || (order === 0 && idMarker !== "" && compareUtf8(uploadId, idMarker) > 0);
}
