import {
  AsyncInferenceEndpoint,
  AutoscalingPolicy,
  DeploymentStrategy,
  MonitoringDashboard,
} from "sagemaker-async-inference";

const summaries = new AsyncInferenceEndpoint("summaries", {
  modelId: "google/pegasus-large",
  task: "summarization",
  instanceType: "ml.g5.xlarge",
  maxConcurrentInvocationsPerInstance: 2,
  longestInvocationSeconds: 900,
  deploymentStrategy: DeploymentStrategy.Canary,
  createQueues: true,
});

new AutoscalingPolicy("summaries", {
  endpointName: summaries.endpointName,
  variantName: summaries.variantName,
  maxCapacity: 5,
  longestInvocationSeconds: 900,
});

new MonitoringDashboard("summaries", {
  endpointName: summaries.endpointName,
  variantName: summaries.variantName,
  maxCapacity: 5,
});

// What a caller needs, and nothing else.
summaries.grantInvoke("reader-invokes-summaries", "summary-reader");

export const endpointName = summaries.endpointName;
export const bucketName = summaries.bucketName;
export const successQueueUrl = summaries.successQueueUrl;
