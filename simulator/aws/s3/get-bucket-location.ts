import { s3Of } from "./store";
import { type GetBucketLocationOutput, type GetBucketLocationRequest } from "@aws-sdk/client-s3";
import { DEFAULT_REGION } from "../account";
import { type Operation } from "../operation";

export const getBucketLocation: Operation<GetBucketLocationRequest, GetBucketLocationOutput> = (
  input,
  { aws },
) => {
  const { region } = s3Of(aws).bucket(input.Bucket as string);
  // The oldest region has no name here.
  return region === DEFAULT_REGION
    ? {}
    : { LocationConstraint: region as GetBucketLocationOutput["LocationConstraint"] };
};
