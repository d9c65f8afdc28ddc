/** What SageMaker, Application Auto Scaling or CloudWatch permits for one number. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** What AWS takes when nothing is said, where it says so. */
  readonly default?: number;
  readonly unit: string;
  readonly source: string;
}

const runtimeApi =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html";
const clientConfigApi =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceClientConfig.html";
const variantApi =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html";
const asyncGuide = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html";
const asyncTroubleshooting =
  "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html";
const deploymentApi =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html";
const scalableTargetApi =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html";
const targetTrackingApi =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html";

/** Largest value of the 32-bit integers in AWS's interfaces, where no smaller bound is published. */
const largestInteger = 2_147_483_647;

/** Ranges of every number that configures an asynchronous endpoint, its requests or its scaling. */
export const limits = {
  concurrentInvocationsPerInstance: {
    min: 1,
    max: 1000,
    unit: "requests",
    source: clientConfigApi,
  },
  requestTtlSeconds: { min: 60, max: 21_600, default: 21_600, unit: "seconds", source: runtimeApi },
  invocationTimeoutSeconds: {
    min: 1,
    max: 3600,
    default: 900,
    unit: "seconds",
    source: runtimeApi,
  },
  /** An asynchronous endpoint scales to zero, yet cannot be born there. */
  initialInstanceCount: { min: 1, max: largestInteger, unit: "instances", source: variantApi },
  /** Time to bring the model's data onto an instance. */
  modelDownloadTimeoutSeconds: { min: 60, max: 3600, unit: "seconds", source: variantApi },
  /**
   * Time from the container's start to its first healthy answer. Four minutes by default.
   *
   * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
   */
  containerStartupTimeoutSeconds: {
    min: 60,
    max: 3600,
    default: 240,
    unit: "seconds",
    source: variantApi,
  },
  volumeSizeGb: { min: 1, max: 512, unit: "gigabytes", source: variantApi },
  modelServerWorkers: {
    min: 1,
    max: largestInteger,
    unit: "workers",
    source: asyncTroubleshooting,
  },
  modelServerBatchSize: {
    min: 1,
    max: largestInteger,
    unit: "requests",
    source: asyncTroubleshooting,
  },
  modelServerBatchDelayMilliseconds: {
    min: 0,
    max: largestInteger,
    unit: "milliseconds",
    source: asyncTroubleshooting,
  },
  /** Of any strategy; each has a narrower range of its own. */
  deploymentStepPercent: { min: 1, max: 50, unit: "percent", source: deploymentApi },
  canaryPercent: { min: 1, max: 50, unit: "percent", source: deploymentApi },
  linearStepPercent: { min: 10, max: 50, unit: "percent", source: deploymentApi },
  rollingBatchPercent: { min: 5, max: 50, unit: "percent", source: deploymentApi },
  deploymentWaitSeconds: { min: 0, max: 3600, unit: "seconds", source: deploymentApi },
  terminationWaitSeconds: { min: 0, max: 3600, unit: "seconds", source: deploymentApi },
  /** AWS permits 28800; the Pulumi provider, at 7.48, half of it. */
  deploymentTimeoutSeconds: { min: 600, max: 14_400, unit: "seconds", source: deploymentApi },
  /** Errors in a minute; the alarm's threshold, which CloudWatch does not bound. */
  rollbackErrors: { min: 1, max: largestInteger, unit: "errors", source: deploymentApi },
  objectRetentionDays: {
    min: 1,
    max: largestInteger,
    unit: "days",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html",
  },
  minCapacity: { min: 0, max: largestInteger, unit: "instances", source: scalableTargetApi },
  maxCapacity: { min: 1, max: largestInteger, unit: "instances", source: scalableTargetApi },
  /** An alarm looks back over a day at most. */
  idleSeconds: {
    min: 60,
    max: 86_400,
    unit: "seconds",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  },
  /** Twice as much must still be what an alarm can look back over. */
  coldStartAlarmSeconds: {
    min: 60,
    max: 43_200,
    unit: "seconds",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  },
  alarmMinutes: {
    min: 1,
    max: 1440,
    unit: "minutes",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  },
  cooldownSeconds: {
    min: 0,
    max: largestInteger,
    default: 300,
    unit: "seconds",
    source: targetTrackingApi,
  },
} as const satisfies Record<string, NumberRange>;

/** Days that CloudWatch Logs can keep a group's events. */
export const logRetentionDays = {
  values: [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ],
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
} as const;

/** Largest input that a request may name in S3, in bytes. */
export const maxInputBytes = { value: 1_000_000_000, source: asyncGuide } as const;

/** Largest input that a request may carry itself, in bytes. */
export const maxInlineBytes = { value: 128_000, source: runtimeApi } as const;

/** Largest result that SageMaker copies into a notification, in bytes. */
export const maxNotifiedResponseBytes = {
  value: 128 * 1024,
  source:
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html",
} as const;

/**
 * How long an instance may go on working after SageMaker asks its container to stop, seconds: then it is killed, with
 * whatever is in flight.
 */
export const terminationGraceSeconds = {
  value: 30,
  source: "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html",
} as const;

/** Most alarms that can roll a deployment back. */
export const maxRollbackAlarms = {
  value: 10,
  source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html",
} as const;

/** How a name must be written. */
export interface NameRule {
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** The pattern in words. */
  readonly description: string;
  readonly source: string;
}

/** Names of endpoints and variants; an endpoint's name is unique in its account and region whatever its case. */
export const sageMakerName: NameRule = {
  pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  maxLength: 63,
  description: "letters, digits and hyphens, with no hyphen at either end",
  source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
};

/** Id of a model on the Hugging Face Hub: `name` or `organisation/name`. */
export const hubModelId: NameRule = {
  pattern: /^([A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9][\w.-]*$/,
  maxLength: 193,
  description: "a model of the Hugging Face Hub, as organisation/name",
  source: "https://huggingface.co/docs/huggingface_hub/package_reference/utilities",
};

/** A prefix of S3 keys as this project writes it: no slash at either end. */
export const keyPrefix: NameRule = {
  pattern: /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/,
  maxLength: 200,
  description: "S3-safe characters, with no slash at either end",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
};
