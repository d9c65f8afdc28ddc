import { expect } from "chai";

import { type JournalEvent } from "../../../load/journal/journal-event";
import { RequestLedger } from "../../../load/journal/ledger";
import { ClosedLoop } from "../../../load/sending/closed-loop";

describe("a closed loop", () => {
  const { signal } = new AbortController();
  let now: number;
  let loop: ClosedLoop;

  beforeEach(() => {
    now = 1000;
    loop = new ClosedLoop({
      concurrency: 2,
      clock: { now: () => now },
      limits: { requestTtlSeconds: 600, invocationTimeoutSeconds: 900 },
    });
  });

  const rejected = (index: number): JournalEvent => ({
    ...{ event: "rejected", index, atSeconds: now, attempts: 1, error: "no" },
  });

  it("lets as many go at once as may be outstanding, and the next when one has ended", async () => {
    expect(await loop.take(0, signal)).to.equal(1000);
    expect(await loop.take(1, signal)).to.equal(1000);
    const left: number[] = [];
    const third = loop.take(2, signal).then((at) => left.push(at));
    await Promise.resolve();
    expect(left).to.deep.equal([]);
    now = 1010;
    loop.observe(rejected(1));
    await third;

    expect(left).to.deep.equal([1010]);
    expect(loop.outstanding).to.equal(2);
  });

  it("counts one end of a request, however often it is told, and no one else's", async () => {
    await loop.take(0, signal);
    await loop.take(1, signal);
    for (const index of [0, 0, 7]) loop.observe(rejected(index));

    expect(loop.outstanding).to.equal(1);
  });

  it("gives up a request that can no longer be at work", async () => {
    await loop.take(0, signal);
    await loop.take(1, signal);
    // Time to live, time-out and five minutes.
    now = 1000 + 600 + 900 + 300;

    expect(await loop.take(2, signal)).to.equal(now);
  });

  it("gives up a request in doubt as if it had not been in the queue", async () => {
    await loop.take(0, signal);
    await loop.take(1, signal);
    loop.observe({ event: "answerLost", index: 1, atSeconds: 1000, attempts: 1, error: "reset" });
    now = 1000 + 900 + 300;

    expect(await loop.take(2, signal)).to.equal(now);
    expect(loop.outstanding).to.equal(2);
  });

  it("takes over what an earlier process sent and no word has ended", () => {
    const ledger = new RequestLedger();
    for (const index of [0, 1]) {
      ledger.apply({
        ...{ event: "sent", index, plannedSeconds: 1, atSeconds: 1, inputLocation: null },
      });
    }
    ledger.apply(rejected(0));
    loop.takeOver(ledger.requests());

    expect(loop.outstanding).to.equal(1);
  });

  it("waits no longer when the run is stopped", async () => {
    const stopping = new AbortController();
    await loop.take(0, signal);
    await loop.take(1, signal);
    const third = loop.take(2, stopping.signal).catch((error: unknown) => error);
    stopping.abort(new Error("stopped"));

    expect(await third).to.have.property("message", "stopped");
    expect(loop.outstanding).to.equal(2);
  });
});
