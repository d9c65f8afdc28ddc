/**
 * What `failureReason` says, in SageMaker's words where they have been seen. The texts for expiry in the queue and for
 * failed transfers are ours: AWS does not publish its own.
 */
export const failureReasons = {
  model: (status: number): string =>
    `ClientError: Received ${status >= 400 && status < 500 ? "client" : "server"} error (${status}) from model. ` +
    "See the SageMaker Endpoint logs in your account for more information.",
  /** The container could not be reached, or broke off. */
  unreachable: (): string => failureReasons.model(0),
  timedOut: (): string => "InternalFailure: invocation expired",
  expired: (): string => "InternalFailure: request expired in the queue",
  download: (uri: string, problem: string): string =>
    `ClientError: Failed to download the input ${uri}: ${problem}`,
  upload: (uri: string, problem: string): string =>
    `ClientError: Failed to upload the response ${uri}: ${problem}`,
} as const;
