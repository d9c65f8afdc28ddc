import { expect } from "chai";

import { classifyFailure } from "../../../load/following/failure-class";

const limits = { requestTtlSeconds: 600, invocationTimeoutSeconds: 900 };

describe("the class of a failure", () => {
  it("is failed for what the container answered, whatever its answer says", () => {
    const reason =
      "ClientError: Received server error (504) from model. Request timed out. See the SageMaker Endpoint logs";
    expect(classifyFailure(reason, 3, limits)).to.equal("failed");
  });

  it("is failed for an input that could not be read", () => {
    const reason = "ClientError: Failed to download the input s3://b/k: NoSuchKey";
    expect(classifyFailure(reason, 3, limits)).to.equal("failed");
  });

  it("is expired when the reason names the queue", () => {
    const reason = "InternalFailure: request expired in the queue";
    expect(classifyFailure(reason, Number.NaN, limits)).to.equal("expired");
  });

  it("is timed out when the invocation expired before a time to live had passed", () => {
    expect(classifyFailure("InternalFailure: invocation expired", 599 - 30, limits)).to.equal(
      "timedOut",
    );
  });

  it("is expired when it came as the time to live ran out", () => {
    expect(classifyFailure("InternalFailure: invocation expired", 603, limits)).to.equal("expired");
  });

  it("is timed out when it came long after the time to live, because it had begun before", () => {
    expect(classifyFailure("InternalFailure: invocation expired", 1400, limits)).to.equal(
      "timedOut",
    );
  });
});
