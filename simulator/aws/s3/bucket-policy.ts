import { s3Of } from "./store";
import {
  type DeleteBucketPolicyRequest,
  type GetBucketPolicyOutput,
  type GetBucketPolicyRequest,
  type GetBucketPolicyStatusOutput,
  type GetBucketPolicyStatusRequest,
  type GetPublicAccessBlockOutput,
  type PutBucketPolicyRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../errors";
import { matches, statementsOf } from "../iam/policy-statements";
import { isRecord } from "../is-record";
import { type Operation, type RequestContext } from "../operation";
import { publicAccessBlock } from "./stored-settings";

export const putBucketPolicy: Operation<PutBucketPolicyRequest, void> = (input, context) => {
  const bucket = s3Of(context.aws).bucket(input.Bucket as string);
  const policy = input.Policy as string;
  checkPolicy(policy, bucket.name);
  if (isPublic(policy) && blocksPublicPolicies(input, context)) {
    throw new AwsError(
      "AccessDenied",
      `User: arn:aws:iam::${context.accountId}:root is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
      403,
    );
  }
  bucket.settings.policy = policy;
};

export const getBucketPolicy: Operation<GetBucketPolicyRequest, GetBucketPolicyOutput> = (
  input,
  { aws },
) => ({ Policy: policyOf(s3Of(aws).bucket(input.Bucket as string)) });

export const deleteBucketPolicy: Operation<DeleteBucketPolicyRequest, void> = (input, { aws }) => {
  delete s3Of(aws).bucket(input.Bucket as string).settings.policy;
};

export const getBucketPolicyStatus: Operation<
  GetBucketPolicyStatusRequest,
  GetBucketPolicyStatusOutput
> = (input, { aws }) => {
  const policy = policyOf(s3Of(aws).bucket(input.Bucket as string));
  return { PolicyStatus: { IsPublic: isPublic(policy) } };
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

/**
 * @throws AwsError `MalformedPolicy`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
function checkPolicy(text: string, bucket: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (!isRecord(policy)) {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (policy.Statement === undefined) {
    throw malformed("Missing required field Statement");
  }
  for (const statement of [policy.Statement].flat()) {
    if (!isRecord(statement)) {
      throw malformed("This policy contains invalid Json");
    }
    for (const field of ["Effect", "Principal", "Action", "Resource"]) {
      if (statement[field] === undefined && statement[`Not${field}`] === undefined) {
        throw malformed(`Missing required field ${field}`);
      }
    }
  }
  const arn = `arn:aws:s3:::${bucket}`;
  const isOfBucket = (resource: string): boolean => {
    const pattern = resource.replace(/^arn:aws[a-z-]*:/, "arn:aws:");
    return pattern === arn || pattern.startsWith(`${arn}/`) || matches(pattern, `${arn}/key`, "");
  };
  if (!statementsOf(text).every(({ Resource: resources = [] }) => resources.every(isOfBucket))) {
    throw malformed("Policy has invalid resource");
  }
}

/** Whether a policy lets everyone in. A condition is taken to keep them out. */
function isPublic(policy: string): boolean {
  return statementsOf(policy).some(
    ({ Effect: effect, Principal: principal, Condition: condition }) =>
      effect === "Allow" &&
      condition === undefined &&
      (principal === "*" || (typeof principal === "object" && principal.AWS?.includes("*"))),
  );
}

function blocksPublicPolicies(
  input: { readonly Bucket?: string | undefined },
  context: RequestContext,
): boolean {
  try {
    const answer = publicAccessBlock.get(input, context) as GetPublicAccessBlockOutput;
    return answer.PublicAccessBlockConfiguration?.BlockPublicPolicy === true;
  } catch (error) {
    if (error instanceof AwsError) {
      return false;
    }
    throw error;
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicy", message, 400);
}
