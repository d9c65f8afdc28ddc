import { s3Of } from "./store";
import { type ListObjectsV2Output, type ListObjectsV2Request } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { invalidArgument } from "./errors";
import { keyEncoder, listedObject, listPage, pageLimit } from "./listing";
import { OWNER } from "./owner";

/** What tells a token of ours from another text. */
const TOKEN_START = "after:";

export const listObjectsV2: Operation<ListObjectsV2Request, ListObjectsV2Output> = (
  input,
  { aws },
) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const encode = keyEncoder(input.EncodingType);
  const limit = pageLimit(input.MaxKeys);
  const page = listPage(
    bucket,
    {
      prefix: input.Prefix ?? "",
      delimiter: input.Delimiter ?? "",
      after: parseToken(input.ContinuationToken) ?? input.StartAfter ?? "",
      limit,
    },
    (key) => bucket.find(key)?.content !== undefined,
  );
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ""),
    Delimiter: input.Delimiter === undefined ? undefined : encode(input.Delimiter),
    MaxKeys: limit,
    EncodingType: input.EncodingType,
    KeyCount: page.keys.length + page.commonPrefixes.length,
    IsTruncated: page.isTruncated,
    ContinuationToken: input.ContinuationToken,
    NextContinuationToken:
      page.isTruncated && page.last !== undefined
        ? Buffer.from(TOKEN_START + page.last).toString("base64url")
        : undefined,
    StartAfter: input.StartAfter === undefined ? undefined : encode(input.StartAfter),
    Contents: page.keys.flatMap((key) => {
      const version = bucket.find(key);
      return version === undefined
        ? []
        : [
            {
              ...listedObject(version, encode),
              ...(input.FetchOwner === true ? { Owner: OWNER } : {}),
            },
          ];
    }),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
};

function parseToken(token: string | undefined): string | undefined {
  if (token === undefined) {
    return undefined;
  }
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!text.startsWith(TOKEN_START)) {
    throw invalidArgument(
      "The continuation token provided is incorrect",
      "continuation-token",
      token,
    );
  }
  return text.slice(TOKEN_START.length);
}
