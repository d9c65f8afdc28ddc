import { expect } from "chai";
import fc from "fast-check";

import {
  coarsenTimeline,
  knownValue,
  secondWhere,
  seriesPeak,
  seriesValues,
  sliceTimeline,
  timelineEnd,
  valueAt,
} from "../../../load/report/timeline-series";
import { type ResultTimeline } from "../../../simulator/scenario/result";

function timelineOf(backlog: (number | null)[], processed = backlog): ResultTimeline {
  return {
    periodSeconds: 60,
    seconds: backlog.map((_, index) => index * 60),
    ApproximateBacklogSize: backlog,
    InvocationsProcessed: processed,
  };
}

describe("timeline series", () => {
  it("finds peak, first and last values around the gaps", () => {
    const timeline = timelineOf([null, 3, null, 9, 9, 0, null]);
    expect(seriesPeak(timeline, "ApproximateBacklogSize")).to.deep.equal({
      value: 9,
      atSeconds: 180,
    });
    expect(knownValue(timeline, "ApproximateBacklogSize", "first")).to.equal(3);
    expect(knownValue(timeline, "ApproximateBacklogSize", "last")).to.equal(0);
    expect(secondWhere(timeline, "ApproximateBacklogSize", (value) => value > 0, "last")).to.equal(
      240,
    );
    expect(valueAt(timeline, "ApproximateBacklogSize", 130)).to.equal(3);
    expect(timelineEnd(timeline)).to.equal(420);
  });

  it("treats a series of gaps like a missing one", () => {
    const timeline = timelineOf([null, null]);
    expect(seriesValues(timeline, "ApproximateBacklogSize")).to.equal(null);
    expect(seriesValues(timeline, "NoSuchMetric")).to.equal(null);
    expect(seriesPeak(timeline, "ApproximateBacklogSize")).to.equal(null);
  });

  it("cuts out the periods that begin within a window", () => {
    expect(sliceTimeline(timelineOf([1, 2, 3, 4]), 60, 120)).to.deep.equal({
      periodSeconds: 60,
      seconds: [60, 120],
      ApproximateBacklogSize: [2, 3],
      InvocationsProcessed: [2, 3],
    });
  });

  it("sums counters and keeps the highest of a gauge when it merges periods", () => {
    expect(
      coarsenTimeline(timelineOf([1, 5, null, 2, null], [1, 5, null, 2, null]), 3),
    ).to.deep.equal({
      periodSeconds: 120,
      seconds: [0, 120, 240],
      ApproximateBacklogSize: [5, 2, null],
      InvocationsProcessed: [6, 2, null],
    });
  });

  it("loses no count and no peak to merging, whatever the length", () => {
    const values = fc.array(fc.option(fc.nat(10_000), { nil: null }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (series, periods) => {
        const timeline = timelineOf(series);
        const coarse = coarsenTimeline(timeline, periods);
        const sum = (all: readonly (number | null)[] | null): number =>
          (all ?? []).reduce<number>((total, value) => total + (value ?? 0), 0);
        expect(coarse.seconds.length).to.be.at.most(periods);
        expect(sum(seriesValues(coarse, "InvocationsProcessed"))).to.equal(
          sum(seriesValues(timeline, "InvocationsProcessed")),
        );
        expect(seriesPeak(coarse, "ApproximateBacklogSize")?.value).to.equal(
          seriesPeak(timeline, "ApproximateBacklogSize")?.value,
        );
      }),
    );
  });
});
