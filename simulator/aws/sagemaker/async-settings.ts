import { type CreateEndpointConfigInput } from "@aws-sdk/client-sagemaker";
import { parseS3Location, type S3Location } from "./s3-location";

/** What an endpoint configuration says about asynchronous inference. */
export interface AsyncSettings {
  readonly outputPath: S3Location | undefined;
  readonly failurePath: S3Location | undefined;
  /** Encrypts what is written to S3; undefined for the bucket's own encryption. */
  readonly kmsKeyId: string | undefined;
  readonly successTopic: string | undefined;
  readonly errorTopic: string | undefined;
  /** Whether a result of at most 128 KB is part of the notification. */
  readonly responseInSuccess: boolean;
  readonly responseInError: boolean;
  /** Null when SageMaker is to choose. */
  readonly maxConcurrentInvocationsPerInstance: number | null;
}

/** The asynchronous side of a configuration; undefined when it has none, which makes a real-time endpoint. */
export function asyncSettingsOf(config: CreateEndpointConfigInput): AsyncSettings | undefined {
  const { AsyncInferenceConfig: asyncConfig } = config;
  if (asyncConfig === undefined) {
    return undefined;
  }
  const output = asyncConfig.OutputConfig;
  const notification = output?.NotificationConfig;
  const included = notification?.IncludeInferenceResponseIn ?? [];
  return {
    outputPath: parseS3Location(output?.S3OutputPath),
    failurePath: parseS3Location(output?.S3FailurePath),
    kmsKeyId: output?.KmsKeyId || undefined,
    successTopic: notification?.SuccessTopic || undefined,
    errorTopic: notification?.ErrorTopic || undefined,
    responseInSuccess: included.includes("SUCCESS_NOTIFICATION_TOPIC"),
    responseInError: included.includes("ERROR_NOTIFICATION_TOPIC"),
    maxConcurrentInvocationsPerInstance:
      asyncConfig.ClientConfig?.MaxConcurrentInvocationsPerInstance ?? null,
  };
}
