import { hasLocalStorage } from "../../sagemaker/instance-types";
import { types } from "../resource-types";
import { at, isSet, known, resourceRule, type Subject, textAt } from "../rule";
import { isAsync, variants } from "./endpoint";

const endpoint = resourceRule({
  name: "encrypted-endpoint",
  description:
    "Results, and the volumes of instances that have some, are encrypted with a key of the account's own.",
  severity: "high",
  level: "mandatory",
  remedy: "Set `asyncInferenceConfig.outputConfig.kmsKeyId`, and `kmsKeyArn` for the volumes.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html",
  of: [types.configuration],
  check: (configuration) => {
    if (!isAsync(configuration)) return [];
    const { props } = configuration;
    const volumes = variants(configuration).some((variant) => {
      const type = textAt(variant, "instanceType");
      return type !== undefined && !hasLocalStorage(type);
    });
    return [
      ...(isSet(props, "asyncInferenceConfig", "outputConfig", "kmsKeyId")
        ? []
        : ["`kmsKeyId` of the output is not set: results are written with S3's own key"]),
      ...(volumes && !isSet(props, "kmsKeyArn")
        ? ["`kmsKeyArn` is not set: the volumes keep payloads under a key of AWS's own"]
        : []),
    ];
  },
});

/** By type, what is wrong with how it encrypts. */
const encryptions: Readonly<Record<string, (props: unknown) => string | undefined>> = {
  [types.topic]: (props) => {
    const key = known(() => textAt(props, "kmsMasterKeyId"), "unknown");
    if (key === undefined) return "`kmsMasterKeyId` is not set: announcements rest unencrypted";
    return /alias\/aws\/sns$/.test(key)
      ? "`kmsMasterKeyId` is AWS's own key, under which no alarm of CloudWatch can publish"
      : undefined;
  },
  [types.queue]: (props) =>
    isSet(props, "kmsMasterKeyId") || at(props, "sqsManagedSseEnabled") === true
      ? undefined
      : "neither `kmsMasterKeyId` nor `sqsManagedSseEnabled` is set: messages rest unencrypted",
  [types.logGroup]: (props) =>
    isSet(props, "kmsKeyId")
      ? undefined
      : "`kmsKeyId` is not set: logs are encrypted with a key that nobody can revoke",
  [types.table]: (props) =>
    isSet(props, "serverSideEncryption", "kmsKeyArn")
      ? undefined
      : "`serverSideEncryption.kmsKeyArn` is not set: the table is encrypted with a key that nobody can revoke",
};

const rest = resourceRule({
  name: "encrypted-at-rest",
  description:
    "Topics, queues, log groups and tables are encrypted, with a key under which their senders can write.",
  severity: "high",
  level: "mandatory",
  remedy: "Give each the account's key.",
  url: "https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns",
  of: Object.keys(encryptions),
  check: ({ type, props }: Subject) => {
    const problem = encryptions[type]?.(props);
    return problem === undefined ? [] : [problem];
  },
});

const rotation = resourceRule({
  name: "rotated-keys",
  description: "KMS keys get new material every year.",
  severity: "medium",
  level: "mandatory",
  remedy: "Set `enableKeyRotation`.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  of: [types.key],
  check: ({ props }) =>
    at(props, "enableKeyRotation") === true || isAsymmetric(props)
      ? []
      : ["`enableKeyRotation` is not true"],
});

/** Rules about data at rest. */
export const encryptionRules = [endpoint, rest, rotation];

/** KMS rotates symmetric keys only. */
function isAsymmetric(props: unknown): boolean {
  const spec = textAt(props, "customerMasterKeySpec");
  return spec !== undefined && spec !== "SYMMETRIC_DEFAULT";
}
