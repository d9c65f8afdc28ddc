import { types } from "../../policies/resource-types";
import { type AnalyzedResource, urnOf } from "./pack";

/** Text of a policy document with one statement. */
export function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

export const tags = { project: "summaries", team: "research", environment: "dev" };
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/1";

const of =
  (type: string, name: string, defaults: object) =>
  (change: object = {}, more: Partial<AnalyzedResource> = {}): AnalyzedResource => ({
    type,
    name,
    props: { ...defaults, ...change },
    ...more,
  });

/** The variant of a good configuration. */
export const variant = {
  variantName: "primary",
  modelName: "model-0a1b2c3",
  instanceType: "ml.m5.xlarge",
  initialInstanceCount: 2,
};

const outputConfig = {
  s3OutputPath: "s3://summaries/output",
  s3FailurePath: "s3://summaries/failure",
  kmsKeyId: keyArn,
  notificationConfig: { errorTopic: "arn:aws:sns:us-east-1:123456789012:failures" },
};

/** How an asynchronous endpoint writes and announces what comes out, with some of it changed. */
export const asyncInferenceConfig = (change: object = {}) => ({
  clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
  outputConfig: { ...outputConfig, ...change },
});

export const configuration = of(types.configuration, "config", {
  name: "config-0a1b2c3",
  productionVariants: [variant],
  asyncInferenceConfig: asyncInferenceConfig(),
  kmsKeyArn: keyArn,
  tags,
});

export const endpoint = of(types.endpoint, "endpoint", {
  name: "summaries",
  endpointConfigName: "config-0a1b2c3",
  deploymentConfig: { autoRollbackConfiguration: { alarms: [{ alarmName: "errors" }] } },
  tags,
});

export const model = of(types.model, "model", {
  name: "model-0a1b2c3",
  enableNetworkIsolation: true,
  primaryContainer: {
    image: "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0",
    environment: { HF_MODEL_ID: "google/pegasus-large", HF_MODEL_REVISION: "0a1b2c3" },
  },
  tags,
});

export const target = of(types.scalableTarget, "target", {
  id: "endpoint/summaries/variant/primary",
  resourceId: "endpoint/summaries/variant/primary",
  scalableDimension: "sagemaker:variant:DesiredInstanceCount",
  minCapacity: 0,
  maxCapacity: 3,
  tags,
});

const scaling = {
  resourceId: "endpoint/summaries/variant/primary",
  scalableDimension: "sagemaker:variant:DesiredInstanceCount",
};

export const schedule = of(types.scheduledAction, "night", {
  ...scaling,
  scalableTargetAction: { minCapacity: 0, maxCapacity: 3 },
});

export const stepPolicy = of(types.scalingPolicy, "wake-up-policy", {
  ...scaling,
  arn: "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:wake-up",
  policyType: "StepScaling",
  stepScalingPolicyConfiguration: {
    adjustmentType: "ChangeInCapacity",
    stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
  },
});

export const backlogMetric = {
  namespace: "AWS/SageMaker",
  metricName: "ApproximateBacklogSizePerInstance",
  dimensions: [{ name: "EndpointName", value: "summaries" }],
};

export const trackingPolicy = (configured: object = {}): AnalyzedResource => ({
  type: types.scalingPolicy,
  name: "backlog-policy",
  props: {
    ...scaling,
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 5,
      disableScaleIn: true,
      customizedMetricSpecification: backlogMetric,
      ...configured,
    },
  },
});

export const alarm = of(types.alarm, "alarm", {
  namespace: "AWS/SageMaker",
  metricName: "HasBacklogWithoutCapacity",
  dimensions: { EndpointName: "summaries" },
  tags,
});

export const wakeUpAlarm = (change: object = {}) =>
  alarm(
    {
      alarmActions: ["arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:wake-up"],
      statistic: "Maximum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      ...change,
    },
    { name: "wake-up-alarm" },
  );

export const dashboard = of(types.dashboard, "dashboard", {
  dashboardBody: JSON.stringify({
    widgets: [
      {
        properties: {
          metrics: [
            ["AWS/SageMaker", "ApproximateBacklogSize", "EndpointName", "summaries"],
            [".", "HasBacklogWithoutCapacity", "...", { stat: "Average" }],
            [{ expression: "m0 / 1000", id: "seconds" }],
          ],
        },
      },
    ],
  }),
});

/** A dashboard with one row of one metric. */
export const dashboardOf = (...row: string[]) =>
  dashboard({ dashboardBody: JSON.stringify({ widgets: [{ properties: { metrics: [row] } }] }) });

export const logGroup = of(types.logGroup, "logs", {
  name: "/aws/sagemaker/Endpoints/summaries",
  retentionInDays: 30,
  kmsKeyId: keyArn,
  tags,
});

export const topic = of(types.topic, "topic", {
  arn: "arn:aws:sns:us-east-1:123456789012:failures",
  kmsMasterKeyId: keyArn,
  tags,
});

export const bucket = of(types.bucket, "bucket", { bucket: "summaries", tags });

const denyPlainHttp = document({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

export const bucketPolicy = of(types.bucketPolicy, "bucket-policy", {
  bucket: "summaries",
  policy: denyPlainHttp,
});

export const bucketPrivacy = of(types.bucketPrivacy, "bucket-privacy", {
  bucket: "summaries",
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});

export const bucketEncryption = of(types.bucketEncryption, "bucket-encryption", {
  bucket: "summaries",
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
});

export const rolePolicy = (statement: object): AnalyzedResource => ({
  type: types.rolePolicy,
  name: "rights",
  props: { role: "caller", policy: document(statement) },
});

const watchedMetric = (metricName: string, dimensions: object) =>
  alarm({ metricName, dimensions }, { name: `${metricName}-alarm` });

const ofVariant = { EndpointName: "summaries", VariantName: "primary" };

/** The alarms that an endpoint must have. */
export const alarms = [
  watchedMetric("InvocationFailures", ofVariant),
  watchedMetric("ExpiredRequests", ofVariant),
  watchedMetric("HasBacklogWithoutCapacity", { EndpointName: "summaries" }),
  watchedMetric("ApproximateAgeOfOldestRequest", { EndpointName: "summaries" }),
];

/** A stack that no rule minds; a resource of the same type and name is put in the place of its own. */
export function stack(...changed: AnalyzedResource[]): AnalyzedResource[] {
  const own = [
    ...[model(), configuration(), endpoint(), target(), stepPolicy(), trackingPolicy()],
    ...[wakeUpAlarm(), ...alarms, dashboard(), logGroup()],
    ...[bucket(), bucketPolicy(), bucketPrivacy(), bucketEncryption()],
  ];
  const kept = own.filter((each) => !changed.some((other) => urnOf(other) === urnOf(each)));
  return [...kept, ...changed];
}

/** The same stack without some resources. */
export function stackWithout(...names: string[]): AnalyzedResource[] {
  return stack().filter(({ name }) => !names.includes(name));
}
