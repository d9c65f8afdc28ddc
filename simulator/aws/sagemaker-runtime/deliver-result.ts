import { s3Of } from "../s3/store";
import { type ServiceHost } from "../service-host";
import { publishToTopic } from "../publish-to-topic";
import { type AsyncSettings } from "../sagemaker/async-settings";
import { type S3Location, s3Uri } from "../sagemaker/s3-location";
import { type ObjectAction } from "../sagemaker/working-role";
import { accessDenied } from "./access-denied";
import { type EndpointObserver } from "./endpoint-observer";
import { failureReasons } from "./failure-reasons";
import { type Invocation, type ProcessingResult } from "./invocation";
import { resultNotification } from "./result-notification";

/** What the delivery of a result needs. */
export interface DeliveryContext {
  readonly aws: ServiceHost;
  readonly region: string;
  readonly endpointName: string;
  readonly settings: () => AsyncSettings;
  readonly observer: EndpointObserver;
  readonly may: (action: ObjectAction, location: S3Location) => boolean;
}

/**
 * Writes the result, or the failure, to S3 and then tells the topic. A result that cannot be written becomes a failure.
 *
 * @param endedAt simulated epoch seconds at which the engine ended the request
 */
export async function deliverResult(
  invocation: Invocation,
  processed: ProcessingResult,
  endedAt: number,
  context: DeliveryContext,
): Promise<void> {
  const result = await upload(invocation, processed, endedAt, context);
  const settings = context.settings();
  const failed = result.kind === "failed";
  const topic = failed ? settings.errorTopic : settings.successTopic;
  if (topic === undefined) {
    return;
  }
  const message = resultNotification(invocation, result, {
    awsRegion: context.region,
    endpointName: context.endpointName,
    endedAt,
    includesResponse: failed ? settings.responseInError : settings.responseInSuccess,
  });
  const times = context.aws.faults?.timesTold() ?? 1;
  for (let told = 0; told < times; told += 1) {
    if (!publishToTopic(context.aws, topic, message, endedAt)) {
      context.observer.observe("notificationFailures");
    }
  }
}

async function upload(
  invocation: Invocation,
  result: ProcessingResult,
  endedAt: number,
  { aws, observer, settings, may }: DeliveryContext,
): Promise<ProcessingResult> {
  const isResult = result.kind === "succeeded";
  const target = isResult ? invocation.output : invocation.failure;
  if (target === undefined) {
    discardBody(result, aws);
    return result;
  }
  try {
    if (!may("s3:PutObject", target)) {
      throw accessDenied();
    }
    const body = isResult ? result.body : failureText(result);
    const { kmsKeyId } = settings();
    const options = {
      contentType: isResult ? result.contentType : "text/plain",
      at: endedAt,
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    };
    if (Buffer.isBuffer(body)) {
      await s3Of(aws).putObject(target.bucket, target.key, body, options);
    } else {
      s3Of(aws).putContent(target.bucket, target.key, body, options);
    }
    return result;
  } catch (error) {
    discardBody(result, aws);
    observer.observe("responseUploadFailures");
    // The engine has counted a request that succeeded; the model's failures are failed requests already.
    if (isResult) observer.observe("invocationFailures");
    const problem = error instanceof Error ? error.message : String(error);
    return isResult
      ? { kind: "failed", reason: failureReasons.upload(s3Uri(target), problem) }
      : result;
  }
}

/** Removes the body of a result that no one gets. */
export function discardBody(result: ProcessingResult | undefined, aws: ServiceHost): void {
  if (result?.kind === "succeeded" && !Buffer.isBuffer(result.body)) {
    s3Of(aws).contents.remove(result.body);
  }
}

/** The reason, then what the model said about it. */
function failureText({ reason, body }: ProcessingResult & { readonly kind: "failed" }): Buffer {
  const text = Buffer.from(`${reason}\n`);
  return body === undefined ? text : Buffer.concat([text, body]);
}
