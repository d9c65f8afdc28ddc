import { s3Of } from "./store";
import {
  type DeleteBucketEncryptionRequest,
  type GetBucketEncryptionOutput,
  type GetBucketEncryptionRequest,
  type PutBucketEncryptionRequest,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { type Operation } from "../operation";

/** What every bucket has since January 2023 unless it is told otherwise. */
const DEFAULT_RULES: readonly ServerSideEncryptionRule[] = [
  { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
];

export const putBucketEncryption: Operation<PutBucketEncryptionRequest, void> = (
  input,
  { aws },
) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  bucket.settings.encryptionRules = (input.ServerSideEncryptionConfiguration?.Rules ?? []).map(
    (rule) => ({ ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false }),
  );
};

export const getBucketEncryption: Operation<
  GetBucketEncryptionRequest,
  GetBucketEncryptionOutput
> = (input, { aws }) => {
  const { settings } = s3Of(aws).bucket(input.Bucket as string);
  return {
    ServerSideEncryptionConfiguration: { Rules: [...(settings.encryptionRules ?? DEFAULT_RULES)] },
  };
};

export const deleteBucketEncryption: Operation<DeleteBucketEncryptionRequest, void> = (
  input,
  { aws },
) => {
  delete s3Of(aws).bucket(input.Bucket as string).settings.encryptionRules;
};
