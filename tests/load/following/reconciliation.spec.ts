import { expect } from "chai";
import fc from "fast-check";

import { type RequestRecord } from "../../../load/journal/ledger";
import { decideOutcome, type Evidence } from "../../../load/following/reconciliation";
import { requestOutcomes } from "../../../simulator/scenario/result";

const limits = { requestTtlSeconds: 600, invocationTimeoutSeconds: 900 };
const nothing: Evidence = { outputExists: false, failureText: null };

function request(changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    ...{ index: 0, plannedSeconds: 100, sentSeconds: 100, inputLocation: "s3://b/in/0" },
    ...{ acceptedSeconds: 101, outputLocation: "s3://b/out/0.out", failureLocation: null },
    ...{ error: null, heardSeconds: null, result: null, outcome: null, reason: null },
    ...changes,
  };
}

function result(status: "Completed" | "Failed", reason: string | null): RequestRecord["result"] {
  return {
    ...{ status, receivedSeconds: 101, endedSeconds: 120, failureReason: reason },
    ...{ outputLocation: null, failureLocation: null },
  };
}

describe("the reconciliation", () => {
  it("believes an output that is in S3, notified or not", () => {
    const found = { ...nothing, outputExists: true };
    for (const record of [request(), request({ result: result("Completed", null) })]) {
      expect(decideOutcome(record, found, limits, true).outcome).to.equal("succeeded");
    }
  });

  it("calls a completion without an output lost", () => {
    const record = request({ result: result("Completed", null) });
    expect(decideOutcome(record, nothing, limits, true)).to.deep.equal({
      outcome: "lost",
      reason: "announced as completed, but no result is in S3",
    });
  });

  it("classes a failure by the reason of its notification", () => {
    const record = request({ result: result("Failed", "InternalFailure: invocation expired") });
    expect(decideOutcome(record, nothing, limits, true)).to.deep.equal({
      outcome: "timedOut",
      reason: "InternalFailure: invocation expired",
    });
  });

  it("reads the failure object where no notification came", () => {
    const evidence = { ...nothing, failureText: "request expired in the queue" };
    expect(decideOutcome(request(), evidence, limits, true).outcome).to.equal("expired");
  });

  it("counts a request that was not accepted as failed, with the error", () => {
    const record = request({ acceptedSeconds: null, error: "ThrottlingException: slow down" });
    expect(decideOutcome(record, nothing, limits, true)).to.deep.equal({
      outcome: "failed",
      reason: "not accepted: ThrottlingException: slow down",
    });
  });

  it("tells silence at the end of a run from silence when it was cut off", () => {
    expect(decideOutcome(request(), nothing, limits, true).outcome).to.equal("lost");
    expect(decideOutcome(request(), nothing, limits, false).outcome).to.equal("unfinished");
  });

  it("gives one outcome of the contract to whatever is known", () => {
    const text = fc.option(fc.oneof(fc.string(), fc.constant("expired"), fc.constant("timed out")));
    fc.assert(
      fc.property(
        fc.record({
          accepted: fc.boolean(),
          error: text,
          status: fc.constantFrom("Completed" as const, "Failed" as const, undefined),
          reason: text,
          evidence: fc.record({ outputExists: fc.boolean(), failureText: text }),
          wentToItsEnd: fc.boolean(),
        }),
        ({ accepted, error, status, reason, evidence, wentToItsEnd }) => {
          const record = request({
            acceptedSeconds: accepted ? 101 : null,
            error,
            result: status === undefined ? null : result(status, reason),
          });
          const verdict = decideOutcome(record, evidence, limits, wentToItsEnd);
          expect(requestOutcomes).to.include(verdict.outcome);
          expect(verdict.reason === null).to.equal(verdict.outcome === "succeeded");
        },
      ),
    );
  });
});
