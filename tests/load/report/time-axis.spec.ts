import { expect } from "chai";

import { formatClock, timeAxisTitle, timeUnitFor } from "../../../load/report/time-axis";

describe("time axis", () => {
  it("counts in the unit that suits the span", () => {
    const spans = [90, 7200, 86400, 3 * 86400].map((span) => timeUnitFor(span).label);
    expect(spans).to.deep.equal(["s", "min", "h", "d"]);
    expect(timeAxisTitle(timeUnitFor(86400))).to.equal("h since the stream began");
  });

  it("writes an instant as a clock, also before the stream", () => {
    expect(formatClock(93_800)).to.equal("26:03:20");
    expect(formatClock(-300)).to.equal("−0:05:00");
    expect(formatClock(0)).to.equal("0:00:00");
  });
});
