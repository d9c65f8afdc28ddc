import { expect } from "chai";
import { InstanceLedger } from "./instance-ledger";
import { RequestLedger } from "./request-ledger";

const serves = { failureProbability: 0, isExternal: false, concurrency: 1 };

/** Two requests of 0 s, a time to live of 60 s and a time-out of 30 s; the first runs on instance 5 for 10 s. */
function twoRequests(): RequestLedger {
  const ledger = new RequestLedger(1);
  const submitted = { ttlSeconds: 60, timeoutSeconds: 30 };
  ledger.submit(submitted, 0, () => {
    ledger.start(0, 5, 0, 10);
    return 0;
  });
  ledger.submit(submitted, 0, () => 1);
  return ledger;
}

function settle(
  ledger: RequestLedger,
  request: number,
  outcome: Parameters<RequestLedger["settle"]>[1],
  at: number,
): number | null {
  return ledger.settle(request, outcome, 0, at, () => serves, false);
}

describe("the books that the engine's requests are held to", () => {
  it("agree with a life as it should be", () => {
    const ledger = twoRequests();
    expect(settle(ledger, 0, "succeeded", 10)).to.equal(5);
    expect(ledger.firstExpiry()).to.equal(60);
    expect(settle(ledger, 1, "expired", 60)).to.equal(null);
    expect([ledger.waiting, ledger.running, ledger.sojournSeconds]).to.deep.equal([0, 0, 70]);
  });

  for (const [what, run, message] of [
    [
      "a request that starts after its expiry",
      (ledger: RequestLedger) => ledger.start(1, 5, 61, 1),
      "request 1 of 0 started at 61, ttl 60",
    ],
    [
      "a request that starts twice",
      (ledger: RequestLedger) => ledger.start(0, 5, 5, 1),
      "request 0 started while it runs",
    ],
    [
      "a request that overtakes",
      (ledger: RequestLedger) => {
        ledger.submit({ ttlSeconds: 60, timeoutSeconds: 30 }, 1, () => 2);
        ledger.start(2, 5, 2, 1);
      },
      "request 2, number 3, started before number 2",
    ],
    [
      "a number that is given to two requests",
      (ledger: RequestLedger) => ledger.submit({ ttlSeconds: 60, timeoutSeconds: 30 }, 1, () => 1),
      "number 1 is given twice",
    ],
    [
      "a request that settles twice",
      (ledger: RequestLedger) => {
        settle(ledger, 0, "succeeded", 10);
        settle(ledger, 0, "succeeded", 10);
      },
      "request 0 is not in the endpoint",
    ],
    [
      "a success at another time than the end of its service",
      (ledger: RequestLedger) => settle(ledger, 0, "succeeded", 11),
      "request 0 succeeded at 11: it ends at 10",
    ],
    [
      "a failure where nothing fails",
      (ledger: RequestLedger) => settle(ledger, 0, "failed", 10),
      "request 0 failed at 10: its instance fails with a probability of 0",
    ],
    [
      "a success without a start",
      (ledger: RequestLedger) => settle(ledger, 1, "succeeded", 10),
      "request 1 succeeded at 10: it waits",
    ],
    [
      "a time-out of what was served in time",
      (ledger: RequestLedger) => settle(ledger, 0, "timedOut", 30),
      "request 0 timedOut at 30: it was served in time",
    ],
    [
      "an expiry that is late",
      (ledger: RequestLedger) => settle(ledger, 1, "expired", 61),
      "request 1 expired at 61: it expires at 60",
    ],
    [
      "a loss without a cause",
      (ledger: RequestLedger) => settle(ledger, 0, "lost", 5),
      "request 0 lost at 5: nothing took it away",
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      expect(() => run(twoRequests())).to.throw(message);
    });
  }
});

describe("the books that the engine's instances are held to", () => {
  function instance(billFrom: "launch" | "inService" = "launch"): InstanceLedger {
    const ledger = new InstanceLedger(billFrom);
    ledger.enter(0, "launching", 1, 10, serves);
    ledger.enter(0, "serving", 1, 110, serves);
    return ledger;
  }

  it("bill from the launch or from the service to the end", () => {
    for (const [billFrom, expected] of [
      ["launch", 290],
      ["inService", 190],
    ] as const) {
      const ledger = instance(billFrom);
      ledger.enter(0, "draining", 1, 200, serves);
      ledger.enter(0, "terminating", 1, 240, serves);
      ledger.enter(0, "gone", 1, 300, serves);
      expect(ledger.billedSeconds(1000)).to.equal(expected);
    }
  });

  for (const [what, run, message] of [
    [
      "more requests than slots",
      (ledger: InstanceLedger) => {
        ledger.start(0);
        ledger.start(0);
      },
      "instance 0 runs 2 requests on 1 slots",
    ],
    [
      "a start on an instance that leaves",
      (ledger: InstanceLedger) => {
        ledger.enter(0, "draining", 1, 200, serves);
        ledger.start(0);
      },
      "a request started on instance 0, which is draining",
    ],
    [
      "a life out of order",
      (ledger: InstanceLedger) => ledger.enter(0, "gone", 1, 200, serves),
      "instance 0 went from serving to gone",
    ],
    [
      "a free slot while requests wait",
      (ledger: InstanceLedger) => ledger.check(1),
      "1 requests wait while instance 0 has 1 free slots",
    ],
    [
      "work that is cut off before the drain time is over",
      (ledger: InstanceLedger) => {
        ledger.enter(0, "draining", 1, 200, serves);
        ledger.interrupt(0, 229, 30);
      },
      "instance 0, draining since 200, cut a request off at 229",
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      expect(() => run(instance())).to.throw(message);
    });
  }
});
