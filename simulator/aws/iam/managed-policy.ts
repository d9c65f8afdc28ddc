/** How the ARNs of policies begin that AWS keeps for everyone. */
export const POLICY_ARN_OF_AWS = "arn:aws:iam::aws:policy/";

/** A version of a policy. */
export interface PolicyVersion {
  /** `v1`, `v2` … */
  readonly id: string;
  readonly document: string;
  /** Simulated epoch seconds. */
  readonly createdAt: number;
}

/** A policy of the account that roles are given by its ARN. */
export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  /** Simulated epoch seconds. */
  readonly createdAt: number;
  updatedAt: number;
  /** The oldest first. */
  versions: PolicyVersion[];
  defaultVersionId: string;
  /** How many versions there ever were. */
  versionCount: number;
}

/** The document that is in force. */
export function documentInForce(policy: ManagedPolicy): string {
  const version = policy.versions.find(({ id }) => id === policy.defaultVersionId);
  return version?.document ?? "{}";
}

const sagemakerNames = ["SageMaker", "Sagemaker", "sagemaker"];

/**
 * What those policies of AWS allow that execution roles of SageMaker are given, as far as endpoints need it.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const documentsOfAws: Readonly<Record<string, object>> = {
  AdministratorAccess: allow([{ actions: ["*"], resources: ["*"] }]),
  PowerUserAccess: allow([{ actions: ["*"], resources: ["*"] }]),
  AmazonS3FullAccess: allow([{ actions: ["s3:*"], resources: ["*"] }]),
  AmazonSNSFullAccess: allow([{ actions: ["sns:*"], resources: ["*"] }]),
  CloudWatchFullAccess: allow([{ actions: ["cloudwatch:*", "logs:*"], resources: ["*"] }]),
  AmazonSageMakerFullAccess: allow([
    { actions: ["sagemaker:*", "logs:*", "cloudwatch:*", "ecr:*"], resources: ["*"] },
    {
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: sagemakerNames.map((name) => `arn:aws:s3:::*${name}*`),
    },
    {
      actions: ["s3:CreateBucket", "s3:GetBucketLocation", "s3:ListBucket", "s3:ListAllMyBuckets"],
      resources: ["*"],
    },
    {
      actions: ["sns:Subscribe", "sns:CreateTopic", "sns:Publish"],
      resources: sagemakerNames.map((name) => `arn:aws:sns:*:*:*${name}*`),
    },
  ]),
};

function allow(
  statements: readonly {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
  }[],
): object {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
    })),
  };
}

/** The document of one of AWS's own policies, undefined for those that are not known here. */
export function documentOfAws(policyArn: string): string | undefined {
  const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
  const document = documentsOfAws[name];
  return policyArn.startsWith(POLICY_ARN_OF_AWS) && document !== undefined
    ? JSON.stringify(document)
    : undefined;
}
