import { expect } from "chai";
import { type Invocation } from "../../../../simulator/aws/sagemaker-runtime/invocation";
import {
  type NotificationContext,
  resultNotification,
} from "../../../../simulator/aws/sagemaker-runtime/result-notification";

const invocation: Invocation = {
  inferenceId: "id-1",
  contentType: "text/plain",
  accept: undefined,
  customAttributes: undefined,
  input: { kind: "s3", uri: "s3://in/a.txt" },
  output: { bucket: "out", key: "o/1.out" },
  failure: { bucket: "out", key: "f/1-error.out" },
  receivedAt: Date.parse("2026-01-01T00:00:00.250Z") / 1000,
};

const context: NotificationContext = {
  awsRegion: "eu-central-1",
  endpointName: "Summaries",
  endedAt: Date.parse("2026-01-01T00:01:00Z") / 1000,
  includesResponse: false,
};

function notify(
  result: Parameters<typeof resultNotification>[1],
  changes: Partial<NotificationContext> = {},
  of: Invocation = invocation,
): unknown {
  return JSON.parse(resultNotification(of, result, { ...context, ...changes }));
}

const success = {
  kind: "succeeded",
  contentType: "application/json",
  body: Buffer.from("[1]"),
} as const;

describe("resultNotification", () => {
  it("tells of a success in SageMaker's words", () => {
    expect(notify(success)).to.deep.equal({
      awsRegion: "eu-central-1",
      eventTime: "2026-01-01T00:01:00.000Z",
      receivedTime: "2026-01-01T00:00:00.250Z",
      invocationStatus: "Completed",
      requestParameters: {
        contentType: "text/plain",
        endpointName: "Summaries",
        inputLocation: "s3://in/a.txt",
      },
      responseParameters: { contentType: "application/json", outputLocation: "s3://out/o/1.out" },
      inferenceId: "id-1",
      eventVersion: "1.0",
      eventSource: "aws:sagemaker",
      eventName: "InferenceResult",
    });
  });

  it("carries the response when the topic asks for it", () => {
    expect(notify(success, { includesResponse: true })).to.deep.include({
      responseBody: {
        content: "WzFd",
        message: "Check S3 path location(if configured) or Cloudwatch for additional details.",
        encoding: "BASE64",
      },
    });
  });

  it("leaves out a response of more than 128 KB", () => {
    const large = { ...success, body: Buffer.alloc(128 * 1024 + 1) };
    expect(notify(large, { includesResponse: true })).to.not.have.property("responseBody");
  });

  it("tells of a failure with its reason and place, without a response", () => {
    expect(notify({ kind: "failed", reason: "ClientError: x" })).to.deep.equal({
      awsRegion: "eu-central-1",
      eventTime: "2026-01-01T00:01:00.000Z",
      receivedTime: "2026-01-01T00:00:00.250Z",
      invocationStatus: "Failed",
      failureReason: "ClientError: x",
      failureLocation: "s3://out/f/1-error.out",
      requestParameters: {
        contentType: "text/plain",
        endpointName: "Summaries",
        inputLocation: "s3://in/a.txt",
      },
      inferenceId: "id-1",
      eventVersion: "1.0",
      eventSource: "aws:sagemaker",
      eventName: "InferenceResult",
    });
  });

  it("names no input location for a request that carried its input", () => {
    const inline = { ...invocation, input: { kind: "inline", path: "/x", sizeBytes: 1 } } as const;
    expect(notify(success, {}, inline)).to.have.deep.property("requestParameters", {
      contentType: "text/plain",
      endpointName: "Summaries",
    });
  });
});
