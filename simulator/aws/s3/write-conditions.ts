import { type Bucket } from "./bucket";
import { noSuchKey, preconditionFailed } from "./errors";

/** The members that make a write depend on what is there. */
export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/**
 * `If-None-Match: *` refuses to overwrite, `If-Match` overwrites only what the client has seen.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * @throws AwsError `PreconditionFailed`, `NoSuchKey`
 */
export function checkWriteConditions(bucket: Bucket, key: string, input: WriteConditions): void {
  const current = bucket.find(key);
  const exists = current?.content !== undefined;
  if (input.IfNoneMatch !== undefined && exists) {
    throw preconditionFailed("If-None-Match");
  }
  if (input.IfMatch !== undefined) {
    if (!exists) {
      throw noSuchKey(key);
    }
    if (input.IfMatch.replaceAll('"', "") !== current.etag.replaceAll('"', "")) {
      throw preconditionFailed("If-Match");
    }
  }
}
