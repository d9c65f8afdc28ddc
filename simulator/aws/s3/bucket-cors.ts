import { s3Of } from "./store";
import {
  type DeleteBucketCorsRequest,
  type GetBucketCorsOutput,
  type GetBucketCorsRequest,
  type PutBucketCorsRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const putBucketCors: Operation<PutBucketCorsRequest, void> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  bucket.settings.corsRules = input.CORSConfiguration?.CORSRules ?? [];
};

export const getBucketCors: Operation<GetBucketCorsRequest, GetBucketCorsOutput> = (
  input,
  { aws },
) => {
  const { settings, name } = s3Of(aws).bucket(input.Bucket as string);
  if (settings.corsRules === undefined) {
    throw new AwsError("NoSuchCORSConfiguration", "The CORS configuration does not exist", 404, {
      BucketName: name,
    });
  }
  return { CORSRules: [...settings.corsRules] };
};

export const deleteBucketCors: Operation<DeleteBucketCorsRequest, void> = (input, { aws }) => {
  delete s3Of(aws).bucket(input.Bucket as string).settings.corsRules;
};
