import { expect } from "chai";
import fc from "fast-check";
import { build } from "hdr-histogram-js";

import { LatencyRecorder } from "../../../simulator/scenario/latency-recorder";

const percents = [50, 90, 95, 99] as const;

function recorded(durations: readonly number[]): LatencyRecorder {
  const recorder = new LatencyRecorder();
  for (const duration of durations) recorder.record(duration);
  return recorder;
}

describe("the latency recorder", () => {
  it("knows nothing before the first duration", () => {
    expect(recorded([]).summary()).to.deep.equal({
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      max: null,
      mean: null,
    });
  });

  it("is exact below 2 ms, and to a thousandth above", () => {
    expect(recorded([0, 0.000_001, 0.002_047]).summary().p50).to.equal(0.000_001);
    // 3 s lies between 2^21 and 2^22 µs, where a bucket is 2^11 µs wide: [2,998,272, 3,000,319].
    expect(recorded([1, 3, 5]).summary().p50).to.equal(3.000_319);
  });

  it("never says more than the longest duration, nor less than the shortest", () => {
    expect(recorded([3]).summary()).to.deep.equal({
      p50: 3,
      p90: 3,
      p95: 3,
      p99: 3,
      max: 3,
      mean: 3,
    });
  });

  it("gives the percentiles of HdrHistogram with three significant digits", () => {
    // From a microsecond to a century, each order of magnitude as likely.
    const duration = fc.double({ min: -6, max: 9.5, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 200 }), (durations) => {
        const histogram = build({
          bitBucketSize: 64,
          lowestDiscernibleValue: 1,
          highestTrackableValue: 2 ** 53,
          numberOfSignificantValueDigits: 3,
        });
        for (const each of durations) histogram.recordValue(Math.round(each * 1e6));
        const longest = Math.max(...durations);
        const shortest = Math.min(...durations);
        const summary = recorded(durations).summary();
        for (const percent of percents) {
          const seconds = histogram.getValueAtPercentile(percent) / 1e6;
          expect(summary[`p${percent}`]).to.equal(Math.min(Math.max(seconds, shortest), longest));
        }
      }),
    );
  });
});
