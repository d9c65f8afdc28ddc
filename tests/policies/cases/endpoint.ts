import * as good from "../examples";
import { unknown } from "../pack";
import { type RuleCase } from "./rule-case";

const { configuration, endpoint, model, variant } = good;

/** Of the rules about endpoints. */
export const endpointCases: readonly RuleCase[] = [
  {
    rule: "unnamed-model-and-configuration",
    passes: [
      configuration(),
      configuration({ name: undefined }),
      model({ name: "pegasus", __defaults: ["name"] }),
    ],
    fails: [
      [
        configuration({ name: "pegasus" }),
        '`name` is "pegasus" of config: the endpoint will not follow its next change',
      ],
      [
        model({ name: "pegasus" }),
        '`name` is "pegasus" of model: the endpoint will not follow its next change',
      ],
    ],
    unknown: [configuration({ name: unknown }), "not tried"],
  },
  {
    rule: "failures-are-reported",
    passes: [configuration(), configuration({ asyncInferenceConfig: undefined })],
    fails: [
      [
        configuration({
          asyncInferenceConfig: good.asyncInferenceConfig({ notificationConfig: {} }),
        }),
        "`errorTopic` is not set: nobody hears of failures",
      ],
      [
        configuration({
          asyncInferenceConfig: good.asyncInferenceConfig({ s3FailurePath: undefined }),
        }),
        "`s3FailurePath` is not set: failures are written nowhere",
      ],
      [
        configuration({
          asyncInferenceConfig: good.asyncInferenceConfig({
            s3FailurePath: "s3://summaries/output",
          }),
        }),
        "`s3FailurePath` is s3://summaries/output, as `s3OutputPath`: results and failures mix",
      ],
    ],
    unknown: [
      configuration({
        asyncInferenceConfig: good.asyncInferenceConfig({
          s3FailurePath: unknown,
          notificationConfig: { errorTopic: unknown },
        }),
      }),
      "tried",
    ],
    settings: { requireErrorTopic: false },
  },
  {
    rule: "within-limits",
    passes: [configuration()],
    fails: [
      [
        configuration({
          productionVariants: [
            { ...variant, modelDataDownloadTimeoutInSeconds: 30, instanceType: "ml.inf1.xlarge" },
          ],
        }),
        "`modelDataDownloadTimeoutInSeconds` is 30; it must be a whole number of seconds from 60 to 3600",
        '`instanceType` is "ml.inf1.xlarge"; asynchronous endpoints do not run on family "inf1": use another, for example "ml.inf2.xlarge"',
      ],
      [
        configuration({
          asyncInferenceConfig: {
            ...good.asyncInferenceConfig(),
            clientConfig: { maxConcurrentInvocationsPerInstance: 1001 },
          },
        }),
        "`maxConcurrentInvocationsPerInstance` is 1001; it must be a whole number of requests from 1 to 1000",
      ],
      [
        configuration({
          productionVariants: [{ ...variant, instanceType: "ml.g5.xlarge", volumeSizeInGb: 100 }],
        }),
        "`volumeSizeInGb` is set; ml.g5.xlarge keeps its data on a local disk",
      ],
    ],
    unknown: [configuration({ productionVariants: unknown }), "not tried"],
  },
  {
    rule: "async-alone",
    passes: [
      configuration(),
      configuration({ asyncInferenceConfig: undefined, dataCaptureConfig: {} }),
    ],
    fails: [
      [
        configuration({ productionVariants: [variant, { ...variant, variantName: "b" }] }),
        "`productionVariants` has 2 members; it may have one",
      ],
      [
        configuration({
          productionVariants: [{ ...variant, serverlessConfig: { memorySizeInMb: 1024 } }],
          shadowProductionVariants: [variant],
          dataCaptureConfig: { initialSamplingPercentage: 100 },
        }),
        "`serverlessConfig` is set beside `asyncInferenceConfig`",
        "`shadowProductionVariants` is set beside `asyncInferenceConfig`",
        "`dataCaptureConfig` is set beside `asyncInferenceConfig`",
      ],
    ],
    unknown: [configuration({ productionVariants: [{ ...variant, modelName: unknown }] }), "tried"],
  },
  {
    rule: "allowed-instance-types",
    passes: [configuration()],
    given: { allowed: ["ml.g5.*", "ml.c5.large"] },
    fails: [[configuration(), "`instanceType` is ml.m5.xlarge; allowed are ml.g5.*, ml.c5.large"]],
    settings: { allowed: ["ml.m5.*"] },
    unknown: [
      configuration({ productionVariants: [{ ...variant, instanceType: unknown }] }),
      "not tried",
    ],
  },
  {
    rule: "updates-roll-back",
    passes: [endpoint()],
    fails: [
      [endpoint({ deploymentConfig: undefined }), "no alarm rolls an update back"],
      [
        endpoint({
          deploymentConfig: {
            autoRollbackConfiguration: {
              alarms: Array.from({ length: 11 }, (_, index) => ({ alarmName: `a${index}` })),
            },
          },
        }),
        "has 11 alarms for the rollback; SageMaker takes 10",
      ],
    ],
    unknown: [endpoint({ deploymentConfig: unknown }), "tried"],
  },
];
