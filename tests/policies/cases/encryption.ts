import { types } from "../../../policies/resource-types";
import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

const { configuration, variant } = good;

/** Of the rules about encryption. */
export const encryptionCases: readonly RuleCase[] = [
  {
    rule: "encrypted-endpoint",
    passes: [
      configuration(),
      configuration({
        productionVariants: [{ ...variant, instanceType: "ml.g5.xlarge" }],
        kmsKeyArn: undefined,
      }),
    ],
    fails: [
      [
        configuration({
          asyncInferenceConfig: good.asyncInferenceConfig({ kmsKeyId: undefined }),
          kmsKeyArn: undefined,
        }),
        "`kmsKeyId` of the output is not set: results are written with S3's own key",
        "`kmsKeyArn` is not set: the volumes keep payloads under a key of AWS's own",
      ],
    ],
    unknown: [
      configuration({
        asyncInferenceConfig: good.asyncInferenceConfig({ kmsKeyId: unknown }),
        kmsKeyArn: unknown,
      }),
      "tried",
    ],
  },
  {
    rule: "encrypted-at-rest",
    passes: [
      good.topic(),
      good.logGroup(),
      { type: types.queue, name: "q", props: { sqsManagedSseEnabled: true, tags: good.tags } },
      { type: types.table, name: "t", props: { serverSideEncryption: { kmsKeyArn: "arn" } } },
    ],
    fails: [
      [
        good.topic({ kmsMasterKeyId: undefined }),
        "`kmsMasterKeyId` is not set: announcements rest unencrypted",
      ],
      [
        good.topic({ kmsMasterKeyId: "alias/aws/sns" }),
        "`kmsMasterKeyId` is AWS's own key, under which no alarm of CloudWatch can publish",
      ],
      [
        { type: types.queue, name: "q", props: {} },
        "neither `kmsMasterKeyId` nor `sqsManagedSseEnabled` is set: messages rest unencrypted",
      ],
      [
        good.logGroup({ kmsKeyId: undefined }),
        "`kmsKeyId` is not set: logs are encrypted with a key that nobody can revoke",
      ],
      [
        { type: types.table, name: "t", props: {} },
        "`serverSideEncryption.kmsKeyArn` is not set: the table is encrypted with a key that nobody can revoke",
      ],
    ],
    unknown: [good.topic({ kmsMasterKeyId: unknown }), "tried"],
  },
  {
    rule: "rotated-keys",
    passes: [
      { type: types.key, name: "key", props: { enableKeyRotation: true } },
      { type: types.key, name: "key", props: { customerMasterKeySpec: "RSA_2048" } },
    ],
    fails: [[{ type: types.key, name: "key", props: {} }, "`enableKeyRotation` is not true"]],
    unknown: [{ type: types.key, name: "key", props: { enableKeyRotation: unknown } }, "not tried"],
  },
];
