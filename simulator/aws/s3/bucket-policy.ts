import { s3Of } from "./store";
import {
  type DeleteBucketPolicyRequest,
  type GetBucketPolicyOutput,
  type GetBucketPolicyRequest,
  type GetBucketPolicyStatusOutput,
  type GetBucketPolicyStatusRequest,
  type PutBucketPolicyRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const putBucketPolicy: Operation<PutBucketPolicyRequest, void> = (input, { aws }) => {
  const bucket = s3Of(aws).bucket(input.Bucket as string);
  const policy = input.Policy as string;
  checkPolicy(policy);
  bucket.settings.policy = policy;
};

export const getBucketPolicy: Operation<GetBucketPolicyRequest, GetBucketPolicyOutput> = (
  input,
  { aws },
) => ({ Policy: policyOf(s3Of(aws).bucket(input.Bucket as string)) });

export const deleteBucketPolicy: Operation<DeleteBucketPolicyRequest, void> = (input, { aws }) => {
  delete s3Of(aws).bucket(input.Bucket as string).settings.policy;
};

/** Policies that let everyone in are refused by the public access block of every bucket, so that none is public. */
export const getBucketPolicyStatus: Operation<
  GetBucketPolicyStatusRequest,
  GetBucketPolicyStatusOutput
> = (input, { aws }) => {
  policyOf(s3Of(aws).bucket(input.Bucket as string));
  return { PolicyStatus: { IsPublic: false } };
};

function policyOf(bucket: {
  readonly name: string;
  readonly settings: { policy?: string };
}): string {
  const { policy } = bucket.settings;
  if (policy === undefined) {
    throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404, {
      BucketName: bucket.name,
    });
  }
  return policy;
}

function checkPolicy(text: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (typeof policy !== "object" || policy === null || Array.isArray(policy)) {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (!("Statement" in policy)) {
    throw malformed("Missing required field Statement");
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicy", message, 400);
}
