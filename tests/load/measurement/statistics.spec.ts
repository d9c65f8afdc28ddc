import { expect } from "chai";

import { emptySummary, summarizeSeconds } from "../../../load/measurement/statistics";

describe("a summary of durations", () => {
  it("holds percentiles to three digits, and mean and maximum exactly", () => {
    const durations = Array.from({ length: 1000 }, (_, index) => (index + 1) * 3.7);
    const summary = summarizeSeconds(durations);
    expect(summary.p50).to.be.closeTo(1850, 1.85);
    expect(summary.p90).to.be.closeTo(3330, 3.33);
    expect(summary.p95).to.be.closeTo(3515, 3.52);
    expect(summary.p99).to.be.closeTo(3663, 3.67);
    expect(summary.max).to.equal(3700);
    expect(summary.mean).to.be.closeTo(1851.85, 1e-9);
  });

  it("is all null when nothing was measured", () => {
    expect(summarizeSeconds([])).to.deep.equal(emptySummary);
  });

  it("counts what two clocks made negative as zero", () => {
    expect(summarizeSeconds([-0.4])).to.include({ p50: 0, max: 0, mean: 0 });
  });

  it("never gives a percentile above the maximum", () => {
    const { p99, max } = summarizeSeconds([123.4567]);
    expect(p99).to.be.at.most(max ?? 0);
  });
});
