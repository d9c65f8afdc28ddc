import { expect } from "chai";

import { verdictOf } from "../../../load/report/verdict";
import { playedRun } from "./run-result-factory";

describe("verdictOf", () => {
  it("is good when all succeeded, the fleet is back and nothing warns", () => {
    expect(verdictOf(playedRun())).to.deep.equal({
      tone: "good",
      headline: "10,000 of 10,000 requests succeeded",
      details: [
        "None failed, expired, timed out or was lost.",
        "The fleet went 0 → 5 → 0 instances.",
        "It cost $1.89, $0.1894 per thousand succeeded.",
      ],
    });
  });

  it("asks for a closer look when requests failed or expired", () => {
    const result = playedRun();
    const totals = { ...result.totals, succeeded: 9_997, failed: 1, expired: 2 };
    const verdict = verdictOf({ ...result, totals });
    expect(verdict.tone).to.equal("caution");
    expect(verdict.details[0]).to.equal("1 failed and 2 expired in the queue.");
  });

  it("asks for a closer look when a warning stands or the fleet is still up", () => {
    const result = playedRun();
    const warnings = [{ code: "late", message: "Late.", advice: "Be early." }];
    expect(verdictOf({ ...result, warnings }).tone).to.equal("caution");
    const CurrentInstanceCount = result.timeline.seconds.map(() => 5);
    const timeline = { ...result.timeline, CurrentInstanceCount };
    expect(verdictOf({ ...result, timeline }).tone).to.equal("caution");
  });

  it("is bad when a single request was lost", () => {
    const result = playedRun();
    const totals = { ...result.totals, succeeded: 9_999, lost: 1 };
    const verdict = verdictOf({ ...result, totals });
    expect(verdict.tone).to.equal("bad");
    expect(verdict.details[0]).to.equal("1 was lost.");
  });

  it("says so when the fleet or the cost is unknown", () => {
    const result = playedRun();
    const verdict = verdictOf({
      ...result,
      timeline: { periodSeconds: 60, seconds: [] },
      cost: { currency: "USD", total: null, perThousandSucceeded: null },
    });
    expect(verdict.details.slice(1)).to.deep.equal([
      "The fleet peaked at 5 instances.",
      "Its cost is unknown: no price is known for the instance type.",
    ]);
  });
});
