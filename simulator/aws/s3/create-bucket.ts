import { s3Of } from "./store";
import { type CreateBucketOutput, type CreateBucketRequest } from "@aws-sdk/client-s3";
import { DEFAULT_REGION } from "../account";
import { AwsError } from "../errors";
import { type Operation } from "../operation";

export const createBucket: Operation<CreateBucketRequest, CreateBucketOutput> = (
  input,
  context,
) => {
  const name = input.Bucket as string;
  checkBucketName(name);
  const constraint = input.CreateBucketConfiguration?.LocationConstraint;
  checkLocation(constraint, context.region);
  const s3 = s3Of(context.aws);
  if (s3.findBucket(name) !== undefined) {
    // Only us-east-1 answers a repetition with success.
    if (context.region !== DEFAULT_REGION) {
      throw new AwsError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        409,
        { BucketName: name },
      );
    }
    return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
  }
  const bucket = s3.createBucket(name, context.region, context.now);
  const tags = input.CreateBucketConfiguration?.Tags;
  if (tags !== undefined && tags.length > 0) {
    bucket.settings.tags = tags;
  }
  if (input.ObjectOwnership !== undefined) {
    bucket.settings.others.set("ownershipControls", {
      OwnershipControls: { Rules: [{ ObjectOwnership: input.ObjectOwnership }] },
    });
  }
  if (input.ObjectLockEnabledForBucket === true) {
    bucket.settings.versioning = "Enabled";
    bucket.settings.others.set("object-lock", {
      ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
    });
  }
  return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function checkBucketName(name: string): void {
  const isWellFormed =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isWellFormed) {
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, {
      BucketName: name,
    });
  }
}

function checkLocation(constraint: string | undefined, region: string): void {
  const wanted = constraint ?? DEFAULT_REGION;
  if (wanted === region || (wanted === "EU" && region === "eu-west-1")) {
    return;
  }
  if (region === DEFAULT_REGION && constraint !== undefined) {
    // A client that signs for us-east-1 may create buckets anywhere.
    return;
  }
  throw new AwsError(
    "IllegalLocationConstraintException",
    `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );
}
