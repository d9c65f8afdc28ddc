import { type HeadBucketOutput, type HeadBucketRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";

export const headBucket: Operation<HeadBucketRequest, HeadBucketOutput> = (input, { aws }) => {
  const bucket = aws.s3.bucket(input.Bucket as string);
  return {
    BucketRegion: bucket.region,
    BucketArn: `arn:aws:s3:::${bucket.name}`,
    AccessPointAlias: false,
  };
};
