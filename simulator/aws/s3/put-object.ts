import { type PutObjectOutput, type PutObjectRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";
import { type Bucket, type ObjectVersion } from "./bucket";
import { receiveBody } from "./incoming-body";
import { checkKey, objectHeaders, parseTags, writeResult } from "./object-headers";

export const putObject: Operation<PutObjectRequest, PutObjectOutput> = async (input, context) => {
  const { s3 } = context.aws;
  const bucket = s3.bucket(input.Bucket as string);
  const key = input.Key as string;
  checkKey(key);
  checkConditions(bucket, key, input);
  const tags = parseTags(input.Tagging);
  const { content, checksums } = await receiveBody(s3.contents, input);
  const version: ObjectVersion = {
    key,
    versionId: bucket.newVersionId(),
    lastModified: context.now,
    content,
    etag: `"${content.md5}"`,
    headers: objectHeaders(input, bucket),
    checksums,
    partsCount: undefined,
    tags,
  };
  bucket.add(version);
  return writeResult(version);
};

/** `If-None-Match: *` refuses to overwrite, `If-Match` overwrites only what the client has seen. */
function checkConditions(bucket: Bucket, key: string, input: PutObjectRequest): void {
  const current = bucket.find(key);
  const exists = current?.content !== undefined;
  if (input.IfNoneMatch !== undefined && exists) {
    throw preconditionFailed("If-None-Match");
  }
  if (input.IfMatch !== undefined) {
    if (!exists) {
      throw new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
    }
    if (input.IfMatch.replaceAll('"', "") !== current.etag.replaceAll('"', "")) {
      throw preconditionFailed("If-Match");
    }
  }
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
    { Condition: condition },
  );
}
