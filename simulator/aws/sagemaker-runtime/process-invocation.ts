import { s3Of } from "../s3/store";
import { createReadStream } from "node:fs";
import { type Readable } from "node:stream";
import { maxInputBytes } from "../../../sagemaker/limits";
import { AwsError } from "../errors";
import { type ServiceHost } from "../service-host";
import { type Model, type ModelResponse } from "../model/model";
import { parseS3Location, type S3Location, s3Uri } from "../sagemaker/s3-location";
import { type ObjectAction } from "../sagemaker/working-role";
import { accessDenied } from "./access-denied";
import { failureReasons } from "./failure-reasons";
import { type Invocation, type ProcessingResult } from "./invocation";
import { type EndpointObserver } from "./endpoint-observer";
import { takeFailure, takeResponse } from "./response-body";

/** What the work on an invocation needs. */
export interface ProcessingContext {
  readonly aws: ServiceHost;
  readonly model: Model;
  readonly observer: EndpointObserver;
  readonly may: (action: ObjectAction, location: S3Location) => boolean;
}

/** An input, wherever it is. */
interface Payload {
  readonly sizeBytes: number;
  readonly contentType: string | undefined;
  readonly open: () => Readable;
}

/**
 * Does what SageMaker's client on an instance does with a request: reads the input, asks the model, and sees that the
 * result can be written. Failures are results, not exceptions.
 *
 * @param signal aborted when the result is no longer wanted
 */
export async function processInvocation(
  invocation: Invocation,
  { aws, model, observer, may }: ProcessingContext,
  signal: AbortSignal,
): Promise<ProcessingResult> {
  let payload: Payload;
  try {
    payload = openInput(invocation, aws, may);
  } catch (error) {
    observer.observe("requestDownloadFailures");
    const uri = invocation.input.kind === "s3" ? invocation.input.uri : "of the request";
    return { kind: "failed", reason: failureReasons.download(uri, problemOf(error)) };
  }
  const { output } = invocation;
  if (output !== undefined && s3Of(aws).findBucket(output.bucket) === undefined) {
    observer.observe("responseUploadFailures");
    const problem = "NoSuchBucket: The specified bucket does not exist";
    return { kind: "failed", reason: failureReasons.upload(s3Uri(output), problem) };
  }

  try {
    const response = await model.invoke({
      contentType: invocation.contentType ?? usefulType(payload.contentType),
      accept: invocation.accept,
      customAttributes: invocation.customAttributes,
      sizeBytes: payload.sizeBytes,
      body: payload.open,
      signal,
    });
    return await resultOf(response, aws, observer);
  } catch {
    observer.observe("invocation5XXErrors");
    return { kind: "failed", reason: failureReasons.unreachable() };
  }
}

async function resultOf(
  { status, contentType, body }: ModelResponse,
  aws: ServiceHost,
  observer: EndpointObserver,
): Promise<ProcessingResult> {
  if (status >= 200 && status < 300) {
    return { kind: "succeeded", contentType, body: await takeResponse(body, s3Of(aws).contents) };
  }
  const isClientError = status >= 400 && status < 500;
  const failure = await takeFailure(body);
  observer.observe(isClientError ? "invocation4XXErrors" : "invocation5XXErrors");
  return { kind: "failed", reason: failureReasons.model(status), body: failure };
}

function openInput(
  { input }: Invocation,
  aws: ServiceHost,
  may: ProcessingContext["may"],
): Payload {
  if (input.kind === "inline") {
    const { path, sizeBytes } = input;
    return { sizeBytes, contentType: undefined, open: () => createReadStream(path) };
  }
  const location = parseS3Location(input.uri);
  if (location === undefined) {
    throw new Error("it is no address of an S3 object");
  }
  if (s3Of(aws).findBucket(location.bucket) !== undefined && !may("s3:GetObject", location)) {
    throw accessDenied();
  }
  const object = s3Of(aws).readObject(location.bucket, location.key);
  if (object.sizeBytes > maxInputBytes.value) {
    throw new Error(`it has ${object.sizeBytes} bytes, more than ${maxInputBytes.value}`);
  }
  return object;
}

/** S3 keeps a type for every object; the ones that say nothing are not the caller's. */
function usefulType(contentType: string | undefined): string | undefined {
  return contentType === "application/octet-stream" || contentType === "binary/octet-stream"
    ? undefined
    : contentType;
}

function problemOf(error: unknown): string {
  if (error instanceof AwsError) {
    return `${error.code}: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
