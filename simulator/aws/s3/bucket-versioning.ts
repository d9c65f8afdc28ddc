import { s3Of } from "./store";
import {
  type GetBucketVersioningOutput,
  type GetBucketVersioningRequest,
  type PutBucketVersioningRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const putBucketVersioning: Operation<PutBucketVersioningRequest, void> = (
  input,
  { aws },
) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const status = input.VersioningConfiguration?.Status;
  if (status !== "Enabled" && status !== "Suspended") {
    throw new AwsError(
      "IllegalVersioningConfigurationException",
      "The Versioning element must be specified",
      400,
    );
  }
  bucket.settings.versioning = status;
};

/** A bucket that was never versioned has no status at all. */
export const getBucketVersioning: Operation<
  GetBucketVersioningRequest,
  GetBucketVersioningOutput
> = (input, { aws }) => ({
  Status: s3Of(aws).bucket(input.Bucket as string).settings.versioning,
});
