import { s3Of } from "./store";
import { type ListObjectsOutput, type ListObjectsRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { keyEncoder, listedObject, listPage, pageLimit } from "./listing";
import { OWNER } from "./owner";

export const listObjects: Operation<ListObjectsRequest, ListObjectsOutput> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const encode = keyEncoder(input.EncodingType);
  const limit = pageLimit(input.MaxKeys);
  const page = listPage(
    bucket,
    {
      prefix: input.Prefix ?? "",
      delimiter: input.Delimiter ?? "",
      after: input.Marker ?? "",
      limit,
    },
    (key) => bucket.find(key)?.content !== undefined,
  );
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ""),
    Marker: encode(input.Marker ?? ""),
    Delimiter: input.Delimiter === undefined ? undefined : encode(input.Delimiter),
    MaxKeys: limit,
    EncodingType: input.EncodingType,
    IsTruncated: page.isTruncated,
    // Without a delimiter the last key on the page is the marker.
    NextMarker:
      page.isTruncated && input.Delimiter !== undefined && page.last !== undefined
        ? encode(page.last)
        : undefined,
    Contents: page.keys.flatMap((key) => {
      const version = bucket.find(key);
      return version === undefined ? [] : [{ ...listedObject(version, encode), Owner: OWNER }];
    }),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
};
