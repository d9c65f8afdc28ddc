import { type Check, wholeNumberIn } from "../../sagemaker/checks";
import { hasLocalStorage, instanceTypeProblem } from "../../sagemaker/instance-types";
import { limits, maxRollbackAlarms } from "../../sagemaker/limits";
import { types } from "../resource-types";
import {
  flag,
  isSet,
  known,
  listAt,
  numberAt,
  resourceRule,
  type Subject,
  textAt,
  texts,
} from "../rule";

/** Whether a configuration is of an asynchronous endpoint; the rules leave every other alone. */
export function isAsync(configuration: { readonly props: unknown }): boolean {
  return isSet(configuration.props, "asyncInferenceConfig");
}

/** What Pulumi, or whoever follows its habit, puts behind a resource's name so that a successor can stand beside it. */
const randomEnd = /-?[0-9a-f]{7,}$/;

const unnamed = resourceRule({
  name: "unnamed-model-and-configuration",
  description:
    "Models and endpoint configurations have no fixed names. With one, Pulumi deletes the old before it makes the new, and the endpoint sees no change.",
  severity: "high",
  level: "mandatory",
  remedy: "Leave `name` out, or end it in something that changes with what it names.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming",
  of: [types.model, types.configuration],
  check: ({ name: logicalName, props }) => {
    const name = textAt(props, "name");
    const madeUp =
      name === undefined || listAt(props, "__defaults").includes("name") || randomEnd.test(name);
    return madeUp
      ? []
      : [`\`name\` is "${name}" of ${logicalName}: the endpoint will not follow its next change`];
  },
});

const reportsFailures = resourceRule({
  name: "failures-are-reported",
  description:
    "An asynchronous endpoint writes its failures to a place of their own, and announces them. Without it a failed request leaves no trace.",
  severity: "high",
  level: "mandatory",
  remedy:
    "Set `outputConfig.s3FailurePath`, apart from `s3OutputPath`, and `notificationConfig.errorTopic`.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html",
  settings: {
    requireErrorTopic: flag(true, "Whether failures must be announced to a topic too"),
  },
  of: [types.configuration],
  check: (configuration, { requireErrorTopic }) => {
    if (!isAsync(configuration)) return [];
    const path = ["asyncInferenceConfig", "outputConfig"] as const;
    const { props } = configuration;
    const failures = known(() => textAt(props, ...path, "s3FailurePath"), undefined);
    const results = known(() => textAt(props, ...path, "s3OutputPath"), undefined);
    return [
      ...(isSet(props, ...path, "s3FailurePath")
        ? []
        : ["`s3FailurePath` is not set: failures are written nowhere"]),
      ...(failures !== undefined && failures === results
        ? [`\`s3FailurePath\` is ${failures}, as \`s3OutputPath\`: results and failures mix`]
        : []),
      ...(requireErrorTopic && !isSet(props, ...path, "notificationConfig", "errorTopic")
        ? ["`errorTopic` is not set: nobody hears of failures"]
        : []),
    ];
  },
});

/** The numbers of a variant, by the ranges that the components hold their arguments to. */
const variantRanges = {
  initialInstanceCount: limits.initialInstanceCount,
  containerStartupHealthCheckTimeoutInSeconds: limits.containerStartupTimeoutSeconds,
  modelDataDownloadTimeoutInSeconds: limits.modelDownloadTimeoutSeconds,
  volumeSizeInGb: limits.volumeSizeGb,
};

const withinLimits = resourceRule({
  name: "within-limits",
  description:
    "The numbers and instance types of an asynchronous endpoint are ones that SageMaker takes; else its creation fails, after minutes.",
  severity: "medium",
  level: "mandatory",
  remedy: "Take a value of the range that the message names.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
  of: [types.configuration],
  check: (configuration) => {
    if (!isAsync(configuration)) return [];
    const { props } = configuration;
    const concurrency = ["asyncInferenceConfig", "clientConfig"] as const;
    return [
      ...judged(
        "maxConcurrentInvocationsPerInstance",
        numberAt(props, ...concurrency, "maxConcurrentInvocationsPerInstance"),
        wholeNumberIn(limits.concurrentInvocationsPerInstance),
      ),
      ...variants(configuration).flatMap((variant) => {
        const instanceType = textAt(variant, "instanceType");
        return [
          ...Object.entries(variantRanges).flatMap(([key, range]) =>
            judged(key, numberAt(variant, key), wholeNumberIn(range)),
          ),
          ...judged("instanceType", instanceType, instanceTypeProblem),
          ...(numberAt(variant, "volumeSizeInGb") !== undefined &&
          instanceType !== undefined &&
          hasLocalStorage(instanceType)
            ? [`\`volumeSizeInGb\` is set; ${instanceType} keeps its data on a local disk`]
            : []),
        ];
      }),
    ];
  },
});

const exclusions = resourceRule({
  name: "async-alone",
  description:
    "An asynchronous endpoint has one variant on instances: no serverless or shadow variant, no data capture. SageMaker refuses the others, or does nothing.",
  severity: "medium",
  level: "mandatory",
  remedy: "Leave out what the message names, or serve it by another endpoint.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html",
  of: [types.configuration],
  check: (configuration) => {
    if (!isAsync(configuration)) return [];
    const { props } = configuration;
    const count = variants(configuration).length;
    return [
      ...(variants(configuration).some((variant) => isSet(variant, "serverlessConfig"))
        ? ["`serverlessConfig` is set beside `asyncInferenceConfig`"]
        : []),
      ...(listAt(props, "shadowProductionVariants").length > 0
        ? ["`shadowProductionVariants` is set beside `asyncInferenceConfig`"]
        : []),
      ...(isSet(props, "dataCaptureConfig")
        ? ["`dataCaptureConfig` is set beside `asyncInferenceConfig`"]
        : []),
      ...(count > 1 ? [`\`productionVariants\` has ${count} members; it may have one`] : []),
    ];
  },
});

const allowedTypes = resourceRule({
  name: "allowed-instance-types",
  description: "Endpoints run on the instance types that the stack is allowed.",
  severity: "medium",
  level: "mandatory",
  remedy: "Take an allowed type, or ask the platform team to allow this one.",
  settings: {
    allowed: texts([], "The types, such as ml.g5.xlarge, or ml.g5.* for a family; empty for any"),
  },
  of: [types.configuration],
  check: (configuration, { allowed }) =>
    variants(configuration).flatMap((variant) => {
      const instanceType = textAt(variant, "instanceType");
      return instanceType === undefined ||
        allowed.length === 0 ||
        allowed.some((pattern) => covers(pattern, instanceType))
        ? []
        : [`\`instanceType\` is ${instanceType}; allowed are ${allowed.join(", ")}`];
    }),
});

const rollsBack = resourceRule({
  name: "updates-roll-back",
  description: "An update of an endpoint is brought back by alarms of its own.",
  severity: "medium",
  level: "advisory",
  remedy: "Name alarms in `deploymentConfig.autoRollbackConfiguration`.",
  url: "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html",
  of: [types.endpoint],
  check: ({ props }) => {
    const alarms = known(
      () => listAt(props, "deploymentConfig", "autoRollbackConfiguration", "alarms").length,
      1,
    );
    if (alarms === 0) return ["no alarm rolls an update back"];
    return alarms > maxRollbackAlarms.value
      ? [`has ${alarms} alarms for the rollback; SageMaker takes ${maxRollbackAlarms.value}`]
      : [];
  },
});

/** Rules about models, configurations and endpoints. */
export const endpointRules = [
  unnamed,
  reportsFailures,
  withinLimits,
  exclusions,
  allowedTypes,
  rollsBack,
];

/** The production variants of a configuration. */
export function variants({ props }: Pick<Subject, "props">): readonly unknown[] {
  return listAt(props, "productionVariants");
}

function judged<Value>(key: string, value: Value | undefined, check: Check<Value>): string[] {
  const problem = value === undefined ? undefined : check(value);
  return problem === undefined ? [] : [`\`${key}\` ${problem}`];
}

function covers(pattern: string, instanceType: string): boolean {
  return pattern.endsWith("*")
    ? instanceType.startsWith(pattern.slice(0, -1))
    : instanceType === pattern;
}
