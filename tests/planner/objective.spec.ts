import { expect } from "chai";

import {
  completeObjectives,
  holds,
  measuredValue,
  ObjectiveError,
  parseObjective,
  shortfall,
} from "../../planner/objective";

const totals = {
  ...{ submitted: 1000, succeeded: 990, failed: 4, expired: 6, timedOut: 0, lost: 0 },
  ...{ unfinished: 0, interrupted: 0, redelivered: 0, duplicated: 0 },
};
const latency = { p50: 60, p90: 300, p95: 1200, p99: 1500, max: 2000, mean: 200 };
const outcome = {
  costPerMonth: 120,
  evaluation: {
    totals,
    latencySeconds: { total: latency },
    peakInstances: 5,
    instanceSeconds: 1,
    endSeconds: 1,
  },
};

describe("an objective", () => {
  const cases: [string, number, boolean][] = [
    ["p95<15m", 1200, false],
    ["p95 <= 20m", 1200, true],
    ["total.p50<0.5h", 60, true],
    ["mean<200000ms", 200, false],
    ["expired=0", 6, false],
    ["expired<1%", 0.006, true],
    ["failed<=4", 4, true],
    ["succeeded>=99%", 0.99, true],
    ["peakInstances<5", 5, false],
    ["costPerMonth<500", 120, true],
  ];
  for (const [text, value, kept] of cases) {
    it(`reads ${text}`, () => {
      const objective = parseObjective(text);

      expect(measuredValue(objective, outcome)).to.be.closeTo(value, 1e-12);
      expect(holds(objective, measuredValue(objective, outcome))).to.equal(kept);
      expect(shortfall(objective, outcome) === 0).to.equal(kept);
    });
  }

  it("names the unit of a limit that was written without one", () => {
    const texts = ["p95<15", "queue.p50 <= 2m", "expired=0", "costPerMonth<500"].map(
      (written) => parseObjective(written).text,
    );

    expect(texts).to.deep.equal(["p95<15s", "queue.p50<=2m", "expired=0", "costPerMonth<500"]);
  });

  for (const text of [
    "p95",
    "p96<1m",
    "p95<15d",
    "expired<1m",
    "latency<3",
    "p95<1%",
    "p95<",
    "a.b.c<1",
  ]) {
    it(`refuses ${text}, and says how one is written`, () => {
      expect(() => parseObjective(text))
        .to.throw(ObjectiveError)
        .with.property("message")
        .that.contains(JSON.stringify(text))
        .and.contains("`p95<15m`");
    });
  }

  it("is missed by its share of the limit, and a count in hundredths of all requests", () => {
    // 1200 s for 900 s; 6 of 1000 for none, where a hundredth is 10.
    expect(shortfall(parseObjective("p95<15m"), outcome)).to.be.closeTo(1 / 3, 1e-9);
    expect(shortfall(parseObjective("expired=0"), outcome)).to.be.closeTo(0.6, 1e-9);
  });

  it("is missed most where nothing succeeded", () => {
    const none = { ...outcome, evaluation: { ...outcome.evaluation, latencySeconds: {} } };

    expect(shortfall(parseObjective("p95<15m"), none)).to.be.above(1000);
  });

  it("implies that nothing is lost on the way, unless something else is said of it", () => {
    const texts = completeObjectives([parseObjective("expired<1%")]).map(({ text }) => text);

    expect(texts).to.deep.equal(["expired<1%", "timedOut=0", "lost=0", "unfinished=0"]);
  });
});
