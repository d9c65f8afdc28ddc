import { types } from "../../../policies/resource-types";
import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

/** Of the rules about rights and access. */
export const accessCases: readonly RuleCase[] = [
  {
    rule: "no-wildcard-rights",
    passes: [
      good.rolePolicy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::summaries/*" }),
      good.rolePolicy({ Action: "ecr:GetAuthorizationToken", Resource: "*" }),
      good.rolePolicy({ Effect: "Deny", Action: "*", Resource: "*" }),
    ],
    fails: [
      [
        good.rolePolicy({ Sid: "All", Action: "sagemaker:*", Resource: "arn:aws:sagemaker:::x" }),
        "statement All permits sagemaker:*, every action",
      ],
      [
        good.rolePolicy({ Action: ["s3:GetObject", "cloudwatch:PutMetricData"], Resource: "*" }),
        "statement number 1 permits s3:GetObject on every resource",
      ],
      [
        good.rolePolicy({ NotAction: "iam:*", Resource: "arn:aws:s3:::summaries" }),
        "statement number 1 permits everything but what it names (NotAction, NotResource)",
      ],
      [
        {
          type: types.role,
          name: "role",
          props: { inlinePolicies: [{ policy: good.document({ Action: "*", Resource: "*" }) }] },
        },
        "statement number 1 permits *, every action",
      ],
    ],
    unknown: [{ type: types.rolePolicy, name: "rights", props: { policy: unknown } }, "not tried"],
  },
  {
    rule: "no-broad-managed-policies",
    passes: [
      {
        type: types.roleAttachment,
        name: "own",
        props: { policyArn: "arn:aws:iam::123456789012:policy/summaries" },
      },
    ],
    fails: [
      [
        {
          type: types.roleAttachment,
          name: "broad",
          props: { policyArn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" },
        },
        "gives arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
      ],
      [
        {
          type: types.role,
          name: "role",
          props: { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
        },
        "gives arn:aws:iam::aws:policy/AdministratorAccess",
      ],
    ],
    unknown: [
      { type: types.roleAttachment, name: "later", props: { policyArn: unknown } },
      "not tried",
    ],
  },
  {
    rule: "no-open-resource-policies",
    passes: [
      good.bucketPolicy(),
      good.bucketPolicy({
        policy: good.document({
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        }),
      }),
    ],
    fails: [
      [
        good.bucketPolicy({
          policy: good.document({ Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "*" }),
        }),
        "permits everybody (`Principal` is `*`) without a condition",
      ],
    ],
    unknown: [good.bucketPolicy({ policy: unknown }), "not tried"],
  },
  {
    rule: "tls-only",
    passes: [good.stack()],
    fails: [
      [good.stackWithout("bucket-policy"), "takes requests over plain HTTP"],
      [
        good.stack(
          good.bucketPolicy({
            policy: good.document({ Principal: "*", Action: "s3:*", Resource: "*" }),
          }),
        ),
        "takes requests over plain HTTP",
      ],
      [good.stack(good.topic()), "takes requests over plain HTTP"],
    ],
    unknown: [
      good.stack(
        good.bucketPolicy(
          { bucket: unknown, policy: unknown },
          {
            propertyDependencies: {
              bucket: ["urn:pulumi:test::summaries::aws:s3/bucket:Bucket::bucket"],
            },
          },
        ),
        good.bucket({ bucket: unknown }),
      ),
      "tried",
    ],
  },
  {
    rule: "private-buckets",
    passes: [good.stack()],
    fails: [
      [
        good.stackWithout("bucket-privacy", "bucket-encryption"),
        "is not closed to the public",
        "does not encrypt with KMS",
      ],
      [good.stack(good.bucketPrivacy({ blockPublicAcls: false })), "is not closed to the public"],
      [
        good.stack(
          good.bucketEncryption({
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
          }),
        ),
        "does not encrypt with KMS",
      ],
    ],
    unknown: [good.stack(good.bucketEncryption({ rules: unknown })), "tried"],
  },
];
