import { AwsError } from "../errors";

/** `NoSuchBucket`, 404. */
export function noSuchBucket(bucket: string): AwsError {
  return new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, {
    BucketName: bucket,
  });
}

/** `NoSuchKey`, 404. */
export function noSuchKey(key: string): AwsError {
  return new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
}

/** `NoSuchUpload`, 404. */
export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { UploadId: uploadId },
  );
}

/** `InvalidArgument`, 400, naming the argument. */
export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError("InvalidArgument", message, 400, {
    ArgumentName: name,
    ArgumentValue: value,
  });
}

/** `PreconditionFailed`, 412, naming the header that did not hold. */
export function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
    { Condition: condition },
  );
}
