import { types } from "../../policies/resource-types";
import * as good from "./examples";
import { type AnalyzedResource, type PackConfig, unknown } from "./pack";

/** What a rule has to say about a resource, or about a whole stack. */
export interface RuleCase {
  readonly rule: string;
  readonly passes: readonly Subject[];
  /** Each with every message that the rule has for it. */
  readonly fails: readonly (readonly [Subject, ...string[]])[];
  /** What a preview does not know yet; `tried` when the rule can be held to it all the same, and finds nothing. */
  readonly unknown: readonly [Subject, "tried" | "not tried"];
  /** Settings under which the first of `fails` passes. */
  readonly settings?: PackConfig[string];
}

export type Subject = AnalyzedResource | readonly AnalyzedResource[];

const { configuration, endpoint, model, target, trackingPolicy, alarm, variant } = good;
const production = { tags: { ...good.tags, environment: "prod" } };

const endpointCases: readonly RuleCase[] = [
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
    fails: [],
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

const encryptionCases: readonly RuleCase[] = [
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

const accessCases: readonly RuleCase[] = [
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

const scalingCases: readonly RuleCase[] = [
  {
    rule: "scaled-endpoints",
    passes: [good.stack()],
    fails: [[good.stackWithout("target"), "has no scalable target"]],
    unknown: [
      good.stack(
        target(
          { resourceId: unknown },
          {
            propertyDependencies: {
              resourceId: ["urn:pulumi:test::summaries::aws:sagemaker/endpoint:Endpoint::endpoint"],
            },
          },
        ),
      ),
      "tried",
    ],
  },
  {
    rule: "zero-wakes-up",
    passes: [
      good.stack(),
      good.stack(target({ minCapacity: 1 })).filter(({ name }) => name !== "wake-up-alarm"),
    ],
    fails: [
      [
        good.stackWithout("wake-up-alarm"),
        "may go to zero, and no alarm on HasBacklogWithoutCapacity fires a step policy of it",
      ],
      [
        good.stack(good.wakeUpAlarm({ metricName: "ApproximateBacklogSize" })),
        "may go to zero, and no alarm on HasBacklogWithoutCapacity fires a step policy of it",
      ],
      [
        [target({ minCapacity: 1 }), good.schedule()],
        "may go to zero, and no alarm on HasBacklogWithoutCapacity fires a step policy of it",
      ],
    ],
    unknown: [
      good.stack(
        good.wakeUpAlarm({ alarmActions: unknown }),
        good.alarm(
          { alarmActions: unknown },
          {
            propertyDependencies: {
              alarmActions: [
                "urn:pulumi:test::summaries::aws:appautoscaling/policy:Policy::wake-up-policy",
              ],
            },
          },
        ),
      ),
      "tried",
    ],
  },
  {
    rule: "scaling-metrics-exist",
    passes: [
      trackingPolicy(),
      good.stepPolicy(),
      trackingPolicy({
        customizedMetricSpecification: {
          metrics: [{ id: "m", metricStat: { metric: good.backlogMetric, stat: "Average" } }],
        },
      }),
    ],
    fails: [
      [
        trackingPolicy({
          customizedMetricSpecification: {
            ...good.backlogMetric,
            metricName: "InvocationsPerInstance",
          },
        }),
        "AWS/SageMaker InvocationsPerInstance is no metric of an asynchronous endpoint: use ApproximateBacklogSizePerInstance",
      ],
      [
        trackingPolicy({
          customizedMetricSpecification: undefined,
          predefinedMetricSpecification: {
            predefinedMetricType: "SageMakerVariantInvocationsPerInstance",
          },
        }),
        "follows SageMakerVariantInvocationsPerInstance, which no asynchronous endpoint publishes",
      ],
      [
        trackingPolicy({
          customizedMetricSpecification: {
            ...good.backlogMetric,
            dimensions: [{ name: "EndpointName" }, { name: "VariantName" }],
          },
        }),
        "ApproximateBacklogSizePerInstance is published under EndpointName, not under EndpointName and VariantName: with another set of dimensions it has no data",
      ],
    ],
    unknown: [
      trackingPolicy({
        customizedMetricSpecification: {
          ...good.backlogMetric,
          dimensions: [{ name: "EndpointName", value: unknown }],
        },
      }),
      "tried",
    ],
    settings: { realTimeEndpoints: ["summaries"] },
  },
  {
    rule: "scale-in-spares-work",
    passes: [trackingPolicy(), good.stepPolicy()],
    fails: [
      [
        trackingPolicy({ disableScaleIn: false }),
        "removes instances by target tracking, with the work that runs on them",
      ],
    ],
    unknown: [trackingPolicy({ disableScaleIn: unknown }), "not tried"],
  },
  {
    rule: "maximum-capacity",
    passes: [target(), good.schedule(), configuration()],
    fails: [
      [target({ maxCapacity: 21 }), "`maxCapacity` is 21; the stack may have 20"],
      [
        good.schedule({ scalableTargetAction: { maxCapacity: 50 } }),
        "`maxCapacity` is 50; the stack may have 20",
      ],
      [
        configuration({ productionVariants: [{ ...variant, initialInstanceCount: 30 }] }),
        "`initialInstanceCount` is 30; the stack may have 20",
      ],
    ],
    unknown: [target({ maxCapacity: unknown }), "not tried"],
    settings: { maxInstances: 21 },
  },
  {
    rule: "monthly-ceiling",
    // 3 of ml.m5.xlarge for 730 hours at $0.23: $504.
    passes: [good.stack()],
    fails: [
      // 60 × 0.23 × 730
      [
        good.stack(target({ maxCapacity: 60 })),
        "costs up to $10074 a month (60 ml.m5.xlarge for 730 hours), the stack up to $10074; the ceiling is $10000",
      ],
      [
        good.stack(good.schedule({ scalableTargetAction: { maxCapacity: 60 } })),
        "costs up to $10074 a month (60 ml.m5.xlarge for 730 hours), the stack up to $10074; the ceiling is $10000",
      ],
      [
        good.stack(endpoint({ region: "eu-west-1" })),
        "has no known price of ml.m5.xlarge in eu-west-1 to hold to the ceiling: set `prices`",
      ],
    ],
    unknown: [good.stack(target({ maxCapacity: unknown })), "not tried"],
    settings: { usdPerMonth: 10_100 },
  },
];

const monitoringCases: readonly RuleCase[] = [
  {
    rule: "alarm-metrics-exist",
    passes: [
      alarm(),
      alarm({ namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible" }),
      alarm({
        metricName: undefined,
        metricQueries: [
          {
            id: "cpu",
            metric: {
              namespace: "/aws/sagemaker/Endpoints",
              metricName: "CPUUtilization",
              dimensions: { EndpointName: "summaries", VariantName: "primary" },
            },
          },
          { id: "result", expression: "cpu" },
        ],
      }),
    ],
    fails: [
      [
        alarm({ dimensions: { EndpointName: "summaries", VariantName: "primary" } }),
        "HasBacklogWithoutCapacity is published under EndpointName, not under EndpointName and VariantName: with another set of dimensions it has no data",
      ],
      [
        alarm({ metricName: "CPUUtilization" }),
        "AWS/SageMaker CPUUtilization is no metric of an asynchronous endpoint: it is in namespace /aws/sagemaker/Endpoints",
      ],
      [
        alarm({ dimensions: {} }),
        "HasBacklogWithoutCapacity is published under EndpointName, not under none: with another set of dimensions it has no data",
      ],
    ],
    unknown: [alarm({ dimensions: { EndpointName: unknown } }), "tried"],
    settings: { realTimeEndpoints: ["summaries"] },
  },
  {
    rule: "dashboard-metrics-exist",
    passes: [good.dashboard()],
    fails: [
      [
        good.dashboardOf("AWS/SageMaker", "Invocations", "EndpointName", "summaries"),
        "AWS/SageMaker Invocations is no metric of an asynchronous endpoint: use InvocationsProcessed",
      ],
      [
        good.dashboardOf("AWS/SageMaker", "ExpiredRequests", "EndpointName", "summaries"),
        "ExpiredRequests is published under EndpointName and VariantName, not under EndpointName: with another set of dimensions it has no data",
      ],
    ],
    unknown: [good.dashboard({ dashboardBody: unknown }), "not tried"],
    settings: { realTimeEndpoints: ["summaries"] },
  },
  {
    rule: "watched-endpoints",
    passes: [good.stack()],
    fails: [
      [good.stackWithout("dashboard"), "has no dashboard"],
      // The alarm that wakes the endpoint tells nobody.
      [
        good.stackWithout("HasBacklogWithoutCapacity-alarm", "ExpiredRequests-alarm"),
        "has no alarm on ExpiredRequests, HasBacklogWithoutCapacity",
      ],
    ],
    unknown: [
      good.stack(
        good.dashboard(
          { dashboardBody: unknown },
          {
            propertyDependencies: {
              dashboardBody: [
                "urn:pulumi:test::summaries::aws:sagemaker/endpoint:Endpoint::endpoint",
              ],
            },
          },
        ),
      ),
      "tried",
    ],
  },
  {
    rule: "kept-logs",
    passes: [good.stack()],
    fails: [
      [good.stackWithout("logs"), "has no log group of the stack's own"],
      [
        good.stack(good.logGroup({ retentionInDays: undefined })),
        "`retentionInDays` is not set: logs are kept for ever",
      ],
    ],
    unknown: [good.stack(good.logGroup({ kmsKeyId: unknown })), "tried"],
  },
];

const tagCases: readonly RuleCase[] = [
  {
    rule: "required-tags",
    passes: [good.topic(), good.dashboard()],
    fails: [
      [good.topic({ tags: { project: "summaries" } }), "has no tag team, environment"],
      [good.topic({ tags: undefined }), "has no tag project, team, environment"],
    ],
    unknown: [good.topic({ tags: unknown }), "not tried"],
    settings: { keys: ["project"] },
  },
];

const productionCases: readonly RuleCase[] = [
  {
    rule: "production-is-protected",
    passes: [endpoint(), endpoint(production, { protect: true })],
    fails: [
      [endpoint(production), "is not protected"],
      [
        good.bucket(
          { forceDestroy: true },
          { urn: `urn:pulumi:prod::summaries::${types.bucket}::bucket` },
        ),
        "is not protected",
        "`forceDestroy` is true: it goes with everything in it",
      ],
    ],
    unknown: [good.bucket({ ...production, forceDestroy: unknown }, { protect: true }), "tried"],
    settings: { environments: ["live"] },
  },
  {
    rule: "production-has-a-spare",
    passes: [
      configuration(production),
      configuration({ productionVariants: [{ ...variant, initialInstanceCount: 1 }] }),
    ],
    fails: [
      [
        configuration({
          ...production,
          productionVariants: [{ ...variant, initialInstanceCount: 1 }],
        }),
        "`initialInstanceCount` is 1; it must be at least 2",
      ],
    ],
    unknown: [configuration({ ...production, productionVariants: unknown }), "not tried"],
    settings: { instances: 1 },
  },
  {
    rule: "production-has-a-network-boundary",
    passes: [
      model(production),
      model({ ...production, enableNetworkIsolation: false, vpcConfig: { subnets: ["subnet-1"] } }),
      model({ enableNetworkIsolation: false }),
    ],
    fails: [
      [
        model({ ...production, enableNetworkIsolation: false }),
        "reaches every network, and can be made to send what it is given anywhere",
      ],
    ],
    unknown: [model({ ...production, enableNetworkIsolation: false, vpcConfig: unknown }), "tried"],
    settings: { environments: [] },
  },
  {
    rule: "production-models-are-pinned",
    passes: [model(production), model({ primaryContainer: { image: "a/b:latest" } })],
    fails: [
      [
        model({
          ...production,
          primaryContainer: { image: "a/b:latest", environment: { HF_MODEL_ID: "gpt2" } },
        }),
        "no revision is set (HF_MODEL_REVISION, SM_VLLM_REVISION, REVISION): a new instance serves whatever the Hub has by then",
        "`image` is a/b:latest, which names no version",
      ],
    ],
    unknown: [
      model({ ...production, primaryContainer: { image: unknown, environment: {} } }),
      "tried",
    ],
    settings: { environments: [] },
  },
];

/** What every rule has to say. */
export const ruleCases: readonly RuleCase[] = [
  ...endpointCases,
  ...encryptionCases,
  ...accessCases,
  ...scalingCases,
  ...monitoringCases,
  ...tagCases,
  ...productionCases,
];
