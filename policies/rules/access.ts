import {
  broadManagedPolicy,
  opensToEveryone,
  refusesPlainHttp,
  unboundedRights,
} from "../../sagemaker/identity-rights";
import { type PolicyResource } from "@pulumi/policy";
import { types } from "../resource-types";
import { known, listAt, resourceRule, stackRule, textAt } from "../rule";
import { ofType, refersTo } from "../stack-graph";

const wildcards = resourceRule({
  name: "no-wildcard-rights",
  description: "What a role, user or group may do is named: actions and resources.",
  severity: "critical",
  level: "mandatory",
  remedy: "Name the actions and the ARNs.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  of: [
    ...[types.rolePolicy, types.identityPolicy, types.userPolicy, types.groupPolicy, types.role],
  ],
  check: ({ type, props }) => {
    const documents =
      type === types.role
        ? listAt(props, "inlinePolicies").map((each) => textAt(each, "policy"))
        : [textAt(props, "policy")];
    return documents.flatMap((document) =>
      document === undefined ? [] : unboundedRights(document),
    );
  },
});

const managed = resourceRule({
  name: "no-broad-managed-policies",
  description: "Nobody is given a managed policy that permits a whole service, or everything.",
  severity: "critical",
  level: "mandatory",
  remedy: "Write a policy of what is needed; the components do.",
  of: [types.roleAttachment, types.userAttachment, types.groupAttachment, types.role],
  check: ({ type, props }) => {
    const arns =
      type === types.role ? listAt(props, "managedPolicyArns") : [textAt(props, "policyArn")];
    return arns
      .filter((arn) => typeof arn === "string" && broadManagedPolicy.test(arn))
      .map((arn) => `gives ${String(arn)}`);
  },
});

const open = resourceRule({
  name: "no-open-resource-policies",
  description: "No bucket, topic, queue or key lets everybody in.",
  severity: "critical",
  level: "mandatory",
  remedy: "Name who may come, or hold everybody to a condition.",
  of: [types.bucketPolicy, types.topicPolicy, types.queuePolicy, types.keyPolicy, types.key],
  check: ({ props }) => {
    const document = textAt(props, "policy");
    return document !== undefined && opensToEveryone(document)
      ? ["permits everybody (`Principal` is `*`) without a condition"]
      : [];
  },
});

/** What takes requests by the network, with the policy that turns plain HTTP away. */
const guarded = [
  { type: types.bucket, policy: types.bucketPolicy, property: "bucket" },
  { type: types.topic, policy: types.topicPolicy, property: "arn" },
  { type: types.queue, policy: types.queuePolicy, property: "queueUrl" },
] as const;

const tls = stackRule({
  name: "tls-only",
  description: "Buckets, topics and queues turn away who comes over plain HTTP.",
  severity: "high",
  level: "mandatory",
  remedy: "Give it a policy that denies everybody where `aws:SecureTransport` is false.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html",
  check: (resources) =>
    guarded.flatMap(({ type, policy, property }) =>
      ofType(resources, type)
        .filter(
          (resource) =>
            !ofType(resources, policy).some(
              (each) => refersTo(each, property, resource) && turnsPlainHttpAway(each),
            ),
        )
        .map((resource) => ({ resource, problem: "takes requests over plain HTTP" })),
    ),
});

const privacy = stackRule({
  name: "private-buckets",
  description: "Buckets are closed to the public, and encrypt with KMS.",
  severity: "high",
  level: "mandatory",
  remedy:
    "Give the bucket a BucketPublicAccessBlock with all four switches, and a BucketServerSideEncryptionConfiguration of `aws:kms`.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  check: (resources) =>
    ofType(resources, types.bucket).flatMap((resource) => {
      const about = (type: string): PolicyResource[] =>
        ofType(resources, type).filter((each) => refersTo(each, "bucket", resource));
      return [
        ...(about(types.bucketPrivacy).some(isClosed)
          ? []
          : [{ resource, problem: "is not closed to the public" }]),
        ...(about(types.bucketEncryption).some(usesKms)
          ? []
          : [{ resource, problem: "does not encrypt with KMS" }]),
      ];
    }),
});

/** Rules about who may do what. */
export const accessRules = [wildcards, managed, open, tls, privacy];

/** A policy that is still to come is given the benefit of the doubt: it is judged again at the deployment. */
function turnsPlainHttpAway({ props }: PolicyResource): boolean {
  const document = known(() => textAt(props, "policy"), "unknown");
  return document === "unknown" || (document !== undefined && refusesPlainHttp(document));
}

function isClosed({ props }: PolicyResource): boolean {
  const switches = [
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
  ];
  return switches.every((name) => known(() => props[name] === true, true));
}

function usesKms({ props }: PolicyResource): boolean {
  return known(
    () =>
      listAt(props, "rules").some((rule) =>
        textAt(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm")?.startsWith("aws:kms"),
      ),
    true,
  );
}
