import { s3Of } from "./store";
import { type HeadBucketOutput, type HeadBucketRequest } from "@aws-sdk/client-s3";
import { type Operation } from "../operation";

export const headBucket: Operation<HeadBucketRequest, HeadBucketOutput> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  return {
    BucketRegion: bucket.region,
    BucketArn: `arn:aws:s3:::${bucket.name}`,
    AccessPointAlias: false,
  };
};
