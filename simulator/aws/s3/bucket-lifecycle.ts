import { s3Of } from "./store";
import { randomBytes } from "node:crypto";
import {
  type DeleteBucketLifecycleRequest,
  type GetBucketLifecycleConfigurationOutput,
  type GetBucketLifecycleConfigurationRequest,
  type PutBucketLifecycleConfigurationOutput,
  type PutBucketLifecycleConfigurationRequest,
  type TransitionDefaultMinimumObjectSize,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

const DEFAULT_MINIMUM_SIZE: TransitionDefaultMinimumObjectSize = "all_storage_classes_128K";

/** Where the least size for transitions is kept among the other settings. */
const MINIMUM_SIZE = "lifecycleMinimumObjectSize";

/** What a rule can do. */
const actions = [
  "Expiration",
  "Transitions",
  "NoncurrentVersionTransitions",
  "NoncurrentVersionExpiration",
  "AbortIncompleteMultipartUpload",
] as const;

export const putBucketLifecycleConfiguration: Operation<
  PutBucketLifecycleConfigurationRequest,
  PutBucketLifecycleConfigurationOutput
> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const rules = input.LifecycleConfiguration?.Rules ?? [];
  if (rules.length === 0 || rules.length > 1000) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
      400,
    );
  }
  if (rules.some((rule) => !actions.some((action) => rule[action] !== undefined))) {
    throw new AwsError(
      "InvalidRequest",
      "At least one action needs to be specified in a rule",
      400,
    );
  }
  bucket.settings.lifecycleRules = rules.map((rule) => ({
    ...rule,
    ID: rule.ID ?? randomBytes(24).toString("base64url"),
  }));
  const minimumSize = input.TransitionDefaultMinimumObjectSize ?? DEFAULT_MINIMUM_SIZE;
  bucket.settings.others.set(MINIMUM_SIZE, { TransitionDefaultMinimumObjectSize: minimumSize });
  return { TransitionDefaultMinimumObjectSize: minimumSize };
};

export const getBucketLifecycleConfiguration: Operation<
  GetBucketLifecycleConfigurationRequest,
  GetBucketLifecycleConfigurationOutput
> = (input, { aws }) => {
  const { settings, name } = s3Of(aws).bucket(input.Bucket as string);
  if (settings.lifecycleRules === undefined) {
    throw new AwsError(
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist",
      404,
      { BucketName: name },
    );
  }
  return { Rules: [...settings.lifecycleRules], ...settings.others.get(MINIMUM_SIZE) };
};

export const deleteBucketLifecycle: Operation<DeleteBucketLifecycleRequest, void> = (
  input,
  { aws },
) => {
  delete s3Of(aws).bucket(input.Bucket as string).settings.lifecycleRules;
};
