import { s3Of } from "./store";
import {
  type DeleteBucketTaggingRequest,
  type GetBucketTaggingOutput,
  type GetBucketTaggingRequest,
  type PutBucketTaggingRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const putBucketTagging: Operation<PutBucketTaggingRequest, void> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const tags = input.Tagging?.TagSet ?? [];
  if (new Set(tags.map(({ Key }) => Key)).size !== tags.length) {
    throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key", 400);
  }
  bucket.settings.tags = tags;
};

export const getBucketTagging: Operation<GetBucketTaggingRequest, GetBucketTaggingOutput> = (
  input,
  { aws },
) => {
  const { settings, name } = s3Of(aws).bucket(input.Bucket as string);
  if (settings.tags === undefined || settings.tags.length === 0) {
    throw new AwsError("NoSuchTagSet", "The TagSet does not exist", 404, { BucketName: name });
  }
  return { TagSet: [...settings.tags] };
};

export const deleteBucketTagging: Operation<DeleteBucketTaggingRequest, void> = (
  input,
  { aws },
) => {
  delete s3Of(aws).bucket(input.Bucket as string).settings.tags;
};
