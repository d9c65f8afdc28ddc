import { expect } from "chai";

import {
  formatCount,
  formatCounted,
  formatDuration,
  formatList,
  formatShare,
  formatUsd,
} from "../../../load/report/format-quantity";

describe("figures in words", () => {
  it("write durations in the two largest units", () => {
    const durations: [number | null, string][] = [
      [null, "unknown"],
      [0, "0 s"],
      [0.0421, "42.1 ms"],
      [0.9996, "1 s"],
      [12.34, "12.3 s"],
      [59.96, "1 min"],
      [200, "3 min 20 s"],
      [3599.9, "1 h"],
      [7500, "2 h 5 min"],
      [86399, "1 d"],
      [97200, "1 d 3 h"],
      [-90, "−1 min 30 s"],
    ];
    for (const [seconds, words] of durations) {
      expect(formatDuration(seconds), String(seconds)).to.equal(words);
    }
  });

  it("never round a share up to all or down to nothing", () => {
    expect(formatShare(9_999, 10_000)).to.equal("> 99.9 %");
    expect(formatShare(1, 10_000)).to.equal("< 0.1 %");
    expect(formatShare(10_000, 10_000)).to.equal("100 %");
    expect(formatShare(0, 10_000)).to.equal("0 %");
    expect(formatShare(0, 0)).to.equal("–");
  });

  it("write money so that a cheap run does not read as free", () => {
    expect(formatUsd(1234.5)).to.equal("$1,234.50");
    expect(formatUsd(0.00321)).to.equal("$0.0032");
    expect(formatUsd(0)).to.equal("$0.00");
    expect(formatUsd(null)).to.equal("unknown");
  });

  it("write counts and lists as a sentence has them", () => {
    expect(formatCount(12345.67)).to.equal("12,345.7");
    expect(formatCounted(1, "request")).to.equal("1 request");
    expect(formatCounted(2, "activity", "activities")).to.equal("2 activities");
    expect(formatList(["a", "b", "c"])).to.equal("a, b and c");
  });
});
