import { expect } from "chai";

import { parseQueueMessage } from "../../../load/following/notification";

const success = {
  awsRegion: "us-west-2",
  eventTime: "2026-08-03T12:41:00.586Z",
  receivedTime: "2026-08-03T12:40:58.414Z",
  invocationStatus: "Completed",
  requestParameters: { endpointName: "articles", inputLocation: "s3://bucket/in/1.txt" },
  responseParameters: { contentType: "application/json", outputLocation: "s3://bucket/out/1.out" },
  inferenceId: "run.7",
  eventVersion: "1.0",
  eventSource: "aws:sagemaker",
  eventName: "InferenceResult",
};

function inEnvelope(message: object): string {
  return JSON.stringify({
    Type: "Notification",
    MessageId: "1f2b",
    TopicArn: "arn:aws:sns:us-west-2:123456789012:success",
    Message: JSON.stringify(message),
  });
}

describe("the messages of a result queue", () => {
  it("are read out of the envelope of SNS", () => {
    expect(parseQueueMessage(inEnvelope(success))).to.deep.equal({
      kind: "result",
      inferenceId: "run.7",
      result: {
        status: "Completed",
        receivedSeconds: Date.UTC(2026, 7, 3, 12, 40, 58, 414) / 1000,
        endedSeconds: Date.UTC(2026, 7, 3, 12, 41, 0, 586) / 1000,
        outputLocation: "s3://bucket/out/1.out",
        failureLocation: null,
        failureReason: null,
      },
    });
  });

  it("say the same with raw delivery", () => {
    expect(parseQueueMessage(JSON.stringify(success))).to.deep.equal(
      parseQueueMessage(inEnvelope(success)),
    );
  });

  it("carry the failure location at the top or among the response parameters", () => {
    const failed = { ...success, invocationStatus: "Failed", failureReason: "ClientError: no" };
    const atTop = { ...failed, failureLocation: "s3://bucket/fail/1", responseParameters: {} };
    const nested = { ...failed, responseParameters: { failureLocation: "s3://bucket/fail/1" } };
    for (const message of [atTop, nested]) {
      const parsed = parseQueueMessage(inEnvelope(message));
      expect(parsed).to.nested.include({
        "result.failureLocation": "s3://bucket/fail/1",
        "result.failureReason": "ClientError: no",
      });
    }
  });

  it("are told apart from the test notification of a scaling step", () => {
    const test = {
      eventVersion: "1.0",
      eventSource: "aws:sagemaker",
      eventName: "TestNotification",
    };
    expect(parseQueueMessage(inEnvelope(test))).to.deep.equal({ kind: "test" });
  });

  it("are unknown when they come from elsewhere", () => {
    for (const body of ["", "plain text", "[]", "null", inEnvelope({ hello: "world" })]) {
      expect(parseQueueMessage(body), body).to.deep.equal({ kind: "unknown" });
    }
  });
});
