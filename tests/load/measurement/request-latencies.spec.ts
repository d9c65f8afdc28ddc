import { expect } from "chai";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";

import { RequestLedger } from "../../../load/journal/ledger";
import { measureRequests, measureShards } from "../../../load/measurement/request-latencies";

/** Request `index` is planned at 100, accepted 1 + `lateBy(index)` later, done 10 + index later, and told 2 s after that. */
function ledgerOf(requests: number, lateBy = (index: number): number => index): RequestLedger {
  const ledger = new RequestLedger();
  for (let index = 0; index < requests; index += 1) {
    const endedSeconds = 110 + index;
    ledger.apply({
      ...{ event: "sent", index, plannedSeconds: 100, atSeconds: 100, inputLocation: "s3://b/in" },
    });
    ledger.apply({
      ...{ event: "accepted", index, atSeconds: 101 + lateBy(index), attempts: 1 },
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

  it("are those of one process when four shards' are merged", () => {
    // As if one machine of four was slower: a merge of percentiles instead of counts would show.
    const ledger = ledgerOf(1003, (index) => (index % 4 === 3 ? 40 : 1) * Math.sqrt(index));
    const one = measureRequests(ledger);
    const merged = measureShards(ledger, 4);
    expect(merged.shards.map(({ submitted }) => submitted)).to.deep.equal([251, 251, 251, 250]);
    for (const kind of ["submit", "delivery", "total"] as const) {
      const histogram = decodeFromCompressedBase64(merged.histograms[kind]);
      expect(histogram.totalCount).to.equal(1003);
      const recorded = decodeFromCompressedBase64(one.histograms[kind]);
      for (let percent = 1; percent <= 100; percent += 1) {
        const value = histogram.getValueAtPercentile(percent);
        expect(value).to.equal(recorded.getValueAtPercentile(percent));
      }
      for (const percentile of [50, 90, 95, 99] as const) {
        const exact = one[kind][`p${percentile}`] ?? NaN;
        // Three significant digits.
        expect(histogram.getValueAtPercentile(percentile) / 1e6).to.be.closeTo(exact, exact / 1000);
      }
    }
    const [first, , , slow] = merged.shards;
    expect(slow?.latencySeconds.submit.p50).to.be.above(
      10 * (first?.latencySeconds.submit.p50 ?? NaN),
    );
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
