import { expect } from "chai";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";

import { RequestLedger } from "../../../load/journal/ledger";
import { measureRequests } from "../../../load/measurement/request-latencies";

/** Request `index` is planned at 100, accepted 1 + index later, done 10 + index later, and told 2 s after that. */
function ledgerOf(requests: number): RequestLedger {
  const ledger = new RequestLedger();
  for (let index = 0; index < requests; index += 1) {
    const endedSeconds = 110 + index;
    ledger.apply({
      ...{ event: "sent", index, plannedSeconds: 100, atSeconds: 100, inputLocation: "s3://b/in" },
    });
    ledger.apply({
      ...{ event: "accepted", index, atSeconds: 101 + index, attempts: 1 },
      ...{ outputLocation: "s3://b/out", failureLocation: null },
    });
    ledger.apply({
      ...{ event: "notified", index, atSeconds: endedSeconds + 2, status: "Completed" },
      ...{ receivedSeconds: 101, endedSeconds, outputLocation: null },
      ...{ failureLocation: null, failureReason: null },
    });
    ledger.apply({ event: "reconciled", index, outcome: "succeeded", reason: null });
  }
  return ledger;
}

describe("the latencies that a client sees", () => {
  it("part submission, delivery and the whole", () => {
    const { submit, delivery, total } = measureRequests(ledgerOf(3));
    expect(submit).to.include({ mean: 2, max: 3 });
    expect(delivery).to.include({ mean: 2, max: 2 });
    expect(total).to.include({ mean: 11, max: 12 });
  });

  it("add up as histograms to what all requests together give", () => {
    const [few, all] = [ledgerOf(100), ledgerOf(1000)].map((ledger) =>
      decodeFromCompressedBase64(measureRequests(ledger).histograms.total),
    );
    if (few === undefined || all === undefined) expect.fail();
    all.add(few);
    expect(all.totalCount).to.equal(1100);
    // 100 durations twice (10 to 109 s), 900 once (110 to 1009 s): the median is the 350th of the latter's places.
    expect(all.getValueAtPercentile(50) / 1e6).to.be.closeTo(459, 1);
  });
});
