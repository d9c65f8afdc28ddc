import { s3Of } from "./store";
import { type DeleteBucketRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const deleteBucket: Operation<DeleteBucketRequest, void> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  if (!bucket.isEmpty) {
    throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, {
      BucketName: bucket.name,
    });
  }
  for (const upload of s3Of(aws).uploads.list(bucket.name)) {
    s3Of(aws).uploads.end(upload);
  }
  s3Of(aws).deleteBucket(bucket.name);
};
