/** Units as CloudWatch spells them (`StandardUnit` of its API). */
export type MetricUnit = "Count" | "None" | "Seconds" | "Milliseconds" | "Microseconds" | "Percent";

/**
 * Which dimensions a metric carries: `endpoint` is `EndpointName` alone, `variant` is `EndpointName` and
 * `VariantName`. One dimension too many or too few names a metric that does not exist.
 */
export type MetricScope = "endpoint" | "variant";

/** One CloudWatch metric that an asynchronous endpoint publishes. */
export interface MetricDefinition {
  readonly name: string;
  readonly namespace: string;
  readonly scope: MetricScope;
  readonly unit: MetricUnit;
  /** The statistic that reads it best: a gauge is averaged, a counter summed. */
  readonly statistic: "Average" | "Sum" | "Maximum";
  /** What one datapoint says, in a sentence for tooltips and docs. */
  readonly meaning: string;
}

/** Namespace of the endpoint and invocation metrics. */
export const sageMakerNamespace = "AWS/SageMaker";

/** Namespace of the instance metrics (utilization). */
export const instanceNamespace = "/aws/sagemaker/Endpoints";

function endpointGauge(name: string, unit: MetricUnit, meaning: string): MetricDefinition {
  return {
    name,
    namespace: sageMakerNamespace,
    scope: "endpoint",
    unit,
    statistic: "Average",
    meaning,
  };
}

function variantCounter(
  name: string,
  meaning: string,
  unit: MetricUnit = "Count",
): MetricDefinition {
  return { name, namespace: sageMakerNamespace, scope: "variant", unit, statistic: "Sum", meaning };
}

function variantDuration(name: string, unit: MetricUnit, meaning: string): MetricDefinition {
  return {
    name,
    namespace: sageMakerNamespace,
    scope: "variant",
    unit,
    statistic: "Average",
    meaning,
  };
}

function instanceGauge(name: string, meaning: string): MetricDefinition {
  return {
    name,
    namespace: instanceNamespace,
    scope: "variant",
    unit: "Percent",
    statistic: "Average",
    meaning,
  };
}

/**
 * Every metric that an endpoint with asynchronous inference publishes, and no other: AWS calls its list exhaustive, and
 * `Invocations`, `InvocationsPerInstance` and `OverheadLatency` are not on it.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
 */
export const asyncMetrics = {
  approximateBacklogSize: endpointGauge(
    "ApproximateBacklogSize",
    "Count",
    "Requests in the endpoint's queue.",
  ),
  approximateBacklogSizePerInstance: endpointGauge(
    "ApproximateBacklogSizePerInstance",
    "Count",
    "Requests in the queue for each instance behind the endpoint.",
  ),
  approximateAgeOfOldestRequest: endpointGauge(
    "ApproximateAgeOfOldestRequest",
    "Seconds",
    "Age of the oldest request in the queue.",
  ),
  hasBacklogWithoutCapacity: endpointGauge(
    "HasBacklogWithoutCapacity",
    "Count",
    "1 while requests wait and no instance exists, otherwise 0.",
  ),
  invocationsProcessed: variantCounter(
    "InvocationsProcessed",
    "Requests that the endpoint has finished.",
  ),
  invocationFailures: variantCounter(
    "InvocationFailures",
    "Requests that ended without a result, for any reason.",
  ),
  expiredRequests: variantCounter(
    "ExpiredRequests",
    "Requests whose time in the queue, or in processing, ran out.",
  ),
  invocation4XXErrors: variantCounter(
    "Invocation4XXErrors",
    "Requests that the model container answered with a 4xx status.",
    "None",
  ),
  invocation5XXErrors: variantCounter(
    "Invocation5XXErrors",
    "Requests that the model container answered with a 5xx status.",
    "None",
  ),
  requestDownloadFailures: variantCounter(
    "RequestDownloadFailures",
    "Inputs that could not be read from S3.",
  ),
  responseUploadFailures: variantCounter(
    "ResponseUploadFailures",
    "Results that could not be written to S3.",
  ),
  notificationFailures: variantCounter(
    "NotificationFailures",
    "Notifications that could not be published to SNS.",
  ),
  modelLatency: variantDuration(
    "ModelLatency",
    "Microseconds",
    "Time that the model container took to answer.",
  ),
  requestDownloadLatency: variantDuration(
    "RequestDownloadLatency",
    "Microseconds",
    "Time to read the input from S3.",
  ),
  responseUploadLatency: variantDuration(
    "ResponseUploadLatency",
    "Microseconds",
    "Time to write the result to S3.",
  ),
  timeInBacklog: variantDuration(
    "TimeInBacklog",
    "Milliseconds",
    "Time between the acceptance of a request and its start.",
  ),
  totalProcessingTime: variantDuration(
    "TotalProcessingTime",
    "Milliseconds",
    "Time between the acceptance of a request and its end, the wait included.",
  ),
  cpuUtilization: instanceGauge(
    "CPUUtilization",
    "CPU in use on an instance, 100 for each core; its sample count is the number of instances.",
  ),
  memoryUtilization: instanceGauge("MemoryUtilization", "Memory in use on an instance."),
  diskUtilization: instanceGauge("DiskUtilization", "Disk in use on an instance."),
  gpuUtilization: instanceGauge("GPUUtilization", "GPU in use on an instance, 100 for each GPU."),
  gpuMemoryUtilization: instanceGauge(
    "GPUMemoryUtilization",
    "GPU memory in use on an instance, 100 for each GPU.",
  ),
} as const satisfies Record<string, MetricDefinition>;

/** Key of a metric in {@link asyncMetrics}. */
export type AsyncMetricKey = keyof typeof asyncMetrics;

/**
 * The CloudWatch dimensions of a metric for one endpoint.
 *
 * @param metric The metric's definition.
 * @param endpointName Name of the endpoint.
 * @param variantName Name of the production variant; used by metrics of scope `variant`.
 */
export function metricDimensions<Name>(
  metric: MetricDefinition,
  endpointName: Name,
  variantName: Name,
): Record<string, Name> {
  switch (metric.scope) {
    case "endpoint":
      return { EndpointName: endpointName };
    case "variant":
      return { EndpointName: endpointName, VariantName: variantName };
    default:
      return metric.scope satisfies never;
  }
}

/**
 * What a queue of SQS publishes that is watched here; its dimension is `QueueName`. It is published every minute while
 * the queue is in use.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export const queueMetrics = {
  approximateNumberOfMessagesVisible: {
    name: "ApproximateNumberOfMessagesVisible",
    namespace: "AWS/SQS",
    unit: "Count",
    statistic: "Maximum",
    meaning: "Messages that a reader could receive.",
  },
} as const satisfies Record<string, Omit<MetricDefinition, "scope">>;

/** The CloudWatch dimensions of a metric of a queue. */
export function queueDimensions<Name>(queueName: Name): { QueueName: Name } {
  return { QueueName: queueName };
}
