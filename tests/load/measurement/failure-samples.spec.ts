import { S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";

import { RequestLedger } from "../../../load/journal/ledger";
import { sampleFailures } from "../../../load/measurement/failure-samples";
import { type RequestOutcome } from "../../../simulator/scenario/result";

/** A run whose requests ended so, in this order; none has a place in S3 for its failure. */
function ledgerOf(ends: readonly (readonly [RequestOutcome, string | null])[]): RequestLedger {
  const ledger = new RequestLedger();
  for (const [index, [outcome, reason]] of ends.entries()) {
    ledger.apply({
      ...{ event: "sent", index, plannedSeconds: 0, atSeconds: 0, inputLocation: "s3://b/in" },
    });
    ledger.apply({ event: "reconciled", index, outcome, reason });
  }
  return ledger;
}

describe("the failures of a run", () => {
  // Nothing is asked of it.
  const s3 = new S3Client({ region: "us-east-1", endpoint: "http://127.0.0.1:9" });

  it("stand together by how and why they came, the most frequent reason first, with the first three", async () => {
    const ledger = ledgerOf([
      ["lost", "never heard of"],
      ["failed", "rare"],
      ...Array.from({ length: 5 }, () => ["failed", "frequent"] as const),
      ["succeeded", null],
    ]);
    const failures = await sampleFailures(s3, ledger, "run");
    expect(failures.map(({ outcome, reason, count }) => [outcome, reason, count])).to.deep.equal([
      ["failed", "frequent", 5],
      ["failed", "rare", 1],
      ["lost", "never heard of", 1],
    ]);
    expect(failures[0]?.samples.map(({ inferenceId }) => inferenceId)).to.deep.equal([
      ...["run.2", "run.3", "run.4"],
    ]);
  });

  it("are all counted, however many reasons there are, and never longer than a page can bear", async () => {
    const reasons = Array.from({ length: 2000 }, (_, index) => `${index} ${"long ".repeat(500)}`);
    const failures = await sampleFailures(
      s3,
      ledgerOf(reasons.map((reason) => ["failed", reason])),
      "run",
    );
    expect(failures).to.have.length(6);
    expect(failures.at(-1)).to.deep.include({ reason: null, count: 1995 });
    expect(JSON.stringify(failures).length).to.be.below(20_000);
  });
});
