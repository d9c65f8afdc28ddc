import { maxNotifiedResponseBytes } from "../../../sagemaker/limits";
import { s3Uri } from "../sagemaker/s3-location";
import { type Invocation, type ProcessingResult } from "./invocation";

const responseBodyMessage =
  "Check S3 path location(if configured) or Cloudwatch for additional details.";

/** What a notification says besides the invocation and its result. */
export interface NotificationContext {
  readonly awsRegion: string;
  readonly endpointName: string;
  /** Simulated epoch seconds of the end. */
  readonly endedAt: number;
  /** Whether the configuration asks for the response in this topic's messages. */
  readonly includesResponse: boolean;
}

/**
 * The body of the message that SageMaker publishes when an invocation has ended.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
 */
export function resultNotification(
  invocation: Invocation,
  result: ProcessingResult,
  { awsRegion, endpointName, endedAt, includesResponse }: NotificationContext,
): string {
  const { output, failure } = invocation;
  const failed = result.kind === "failed";
  const body = includesResponse ? result.body : undefined;
  return JSON.stringify({
    awsRegion,
    eventTime: isoTime(endedAt),
    receivedTime: isoTime(invocation.receivedAt),
    invocationStatus: failed ? "Failed" : "Completed",
    failureReason: failed ? result.reason : undefined,
    failureLocation: failed && failure !== undefined ? s3Uri(failure) : undefined,
    requestParameters: {
      accept: invocation.accept,
      contentType: invocation.contentType,
      customAttributes: invocation.customAttributes,
      endpointName,
      inputLocation: invocation.input.kind === "s3" ? invocation.input.uri : undefined,
    },
    responseParameters: failed
      ? undefined
      : { contentType: result.contentType, outputLocation: output && s3Uri(output) },
    responseBody:
      Buffer.isBuffer(body) && body.length <= maxNotifiedResponseBytes.value
        ? { content: body.toString("base64"), message: responseBodyMessage, encoding: "BASE64" }
        : undefined,
    inferenceId: invocation.inferenceId,
    eventVersion: "1.0",
    eventSource: "aws:sagemaker",
    eventName: "InferenceResult",
  });
}

function isoTime(epochSeconds: number): string {
  return new Date(Math.round(epochSeconds * 1000)).toISOString();
}
