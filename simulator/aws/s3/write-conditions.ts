import { AwsError } from "../errors";
import { type Bucket } from "./bucket";

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
