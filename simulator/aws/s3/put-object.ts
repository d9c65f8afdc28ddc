import { s3Of } from "./store";
import { type PutObjectOutput, type PutObjectRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";
import { type ObjectVersion } from "./bucket";
import { tellOfChange } from "./object-events";
import { requireUsableKey } from "./encryption-key";
import { receiveBody } from "./incoming-body";
import { checkKey, objectHeaders, parseTags, writeResult } from "./object-headers";
import { checkWriteConditions } from "./write-conditions";

export const putObject: Operation<PutObjectRequest, PutObjectOutput> = async (input, context) => {
  const s3 = s3Of(context.aws);
  const bucket = s3.bucket(input.Bucket as string);
  const key = input.Key as string;
  checkKey(key);
  checkWriteConditions(bucket, key, input);
  const tags = parseTags(input.Tagging);
  const given = objectHeaders(input, bucket);
  const headers = { ...given, kmsKeyId: requireUsableKey(context.aws, bucket, given) };
  const { content, checksums } = await receiveBody(s3.contents, input);
  try {
    // While the body came another write may have come first.
    checkWriteConditions(bucket, key, input);
  } catch (error) {
    s3.contents.remove(content);
    throw error;
  }
  const version: ObjectVersion = {
    key,
    versionId: bucket.newVersionId(),
    lastModified: context.now,
    content,
    etag: `"${content.md5}"`,
    headers,
    checksums,
    parts: undefined,
    tags,
  };
  bucket.add(version);
  tellOfChange(context.aws, bucket, {
    event: "ObjectCreated:Put",
    version,
    at: context.now,
    requestId: context.requestId,
  });
  return writeResult(version);
};
