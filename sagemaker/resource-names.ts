import { type NameRule } from "./limits";

const bucketSource = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html";
const arnSource = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html";

/** A bucket of S3. */
export const bucketNameRule: NameRule = {
  pattern: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
  maxLength: 63,
  description: "a bucket's name: lower-case letters, digits, dots and hyphens",
  source: bucketSource,
};

const modelDataSource =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html";

/** A model as one compressed archive in S3. */
export const modelArchiveUriRule: NameRule = {
  pattern: /^s3:\/\/[a-z0-9][a-z0-9.-]+[a-z0-9]\/[^\s]*[^/\s]\.tar\.gz$/,
  maxLength: 1024,
  description: "a compressed archive in S3, as s3://<bucket>/<key>.tar.gz",
  source: modelDataSource,
};

/** A model as files under a prefix in S3. */
export const modelPrefixUriRule: NameRule = {
  pattern: /^s3:\/\/[a-z0-9][a-z0-9.-]+[a-z0-9]\/([^\s]*[^/\s]\/)?$/,
  maxLength: 1024,
  description: "a prefix in S3 with a slash at its end, as s3://<bucket>/<prefix>/",
  source: modelDataSource,
};

/** Branch, tag or commit of a model on the Hugging Face Hub. */
export const hubRevisionRule: NameRule = {
  pattern: /^[\w.][\w./-]*$/,
  maxLength: 250,
  description: "a branch, tag or commit of the model on the Hugging Face Hub",
  source: "https://huggingface.co/docs/huggingface_hub/guides/download",
};

/** A task as the Hugging Face Hub writes it. */
export const hubTaskRule: NameRule = {
  pattern: /^[a-z0-9]+([-_][a-z0-9]+)*$/i,
  maxLength: 64,
  description: "a task of the Hugging Face Hub, such as summarization",
  source: "https://huggingface.co/tasks",
};

export const modelPackageArnRule = arnRule(
  "sagemaker",
  "model-package\\/.+",
  "a version of a model package",
);
export const roleArnRule = arnRule("iam", "role\\/.+", "an IAM role");
export const policyArnRule = arnRule("iam", "policy\\/.+", "a managed IAM policy");
export const keyArnRule = arnRule("kms", "key\\/.+", "a KMS key (not of an alias)");
export const topicArnRule = arnRule("sns", "[A-Za-z0-9_-]+", "an SNS topic");
export const secretArnRule = arnRule("secretsmanager", "secret:.+", "a secret of Secrets Manager");

/** A role of IAM by its name, without its path. */
export const roleNameRule: NameRule = {
  pattern: /^[\w+=,.@-]+$/,
  maxLength: 64,
  description: "the name of an IAM role, not its ARN",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html",
};

/** An alarm of CloudWatch. */
export const alarmNameRule: NameRule = {
  pattern: /^[^\s:]([^:]*[^\s:])?$/,
  maxLength: 255,
  description: "the name of an alarm, not its ARN",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
};

/** A dashboard of CloudWatch. */
export const dashboardNameRule: NameRule = {
  pattern: /^[\w-]+$/,
  maxLength: 255,
  description: "letters, digits, hyphens and underscores",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
};

/** An action of an alarm. */
export const alarmActionArnRule: NameRule = {
  pattern: /^arn:aws[a-z-]*:[a-z0-9-]+:[^\s]*$/,
  maxLength: 1024,
  description: "the ARN of what an alarm is to tell, such as an SNS topic",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html",
};

export const subnetIdRule = idRule("subnet", "a subnet");
export const securityGroupIdRule = idRule("sg", "a security group");

/** An address that SNS sends e-mail to. */
export const emailRule: NameRule = {
  pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  maxLength: 320,
  description: "an e-mail address",
  source: "https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html",
};

/** A place that SNS posts to. */
export const httpsUrlRule: NameRule = {
  pattern: /^https:\/\/[^\s/]+(\/\S*)?$/,
  maxLength: 2048,
  description: "a URL that starts with https://",
  source: "https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html",
};

/**
 * The log group that an endpoint's containers write to.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
export function endpointLogGroup(endpointName: string): string {
  return `/aws/sagemaker/Endpoints/${endpointName}`;
}

/** An object, or a prefix with a slash at its end, in S3. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The parts of an S3 URI.
 *
 * @throws Error for anything that does not begin with `s3://<bucket>/`.
 */
export function parseS3Uri(uri: string): S3Location {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) throw new Error(`No URI of S3: ${uri}`);
  return { bucket, key };
}

function arnRule(service: string, resource: string, what: string): NameRule {
  return {
    pattern: new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:([a-z0-9-]+)?:${resource}$`),
    maxLength: 2048,
    description: `the ARN of ${what}`,
    source: arnSource,
  };
}

function idRule(prefix: string, what: string): NameRule {
  return {
    pattern: new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
    maxLength: 32,
    description: `the id of ${what}, as ${prefix}-0123456789abcdef0`,
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html",
  };
}
