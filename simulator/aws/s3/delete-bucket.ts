import { type DeleteBucketRequest } from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const deleteBucket: Operation<DeleteBucketRequest, void> = (input, { aws }) => {
  const bucket = aws.s3.bucket(input.Bucket as string);
  if (!bucket.isEmpty) {
    throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, {
      BucketName: bucket.name,
    });
  }
  for (const upload of aws.s3.uploads.list(bucket.name)) {
    aws.s3.uploads.end(upload);
  }
  aws.s3.deleteBucket(bucket.name);
};
