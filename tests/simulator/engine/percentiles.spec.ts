import { expect } from "chai";
import { MetricStore, parseStatistic } from "../../../simulator/engine/metric-store";
import { type AnyStatistic } from "../../../simulator/engine/types";

const metric = { namespace: "Custom", name: "Wait", dimensions: {} };

function store(keepsValues = true): MetricStore {
  return new MetricStore({ now: 1000 }, keepsValues);
}

function read(metrics: MetricStore, statistic: AnyStatistic, periodSeconds = 60): number | null {
  const range = { start: 0, end: periodSeconds, periodSeconds };
  return metrics.values(metric, statistic, range)[0] ?? null;
}

describe("the percentiles of a metric", () => {
  it("are the smallest values that so many samples do not exceed", () => {
    const metrics = store();
    for (let value = 1; value <= 100; value++) metrics.record(metric, 0, value);
    expect(read(metrics, "p50")).to.equal(50);
    expect(read(metrics, "p99")).to.equal(99);
    expect(read(metrics, "p99.5")).to.equal(100);
    expect(read(metrics, "p0")).to.equal(1);
    expect(read(metrics, "p100")).to.equal(100);
  });

  it("count values as often as they occurred, over all minutes of a period", () => {
    const metrics = store();
    metrics.record(metric, 0, 1, 9);
    metrics.record(metric, 60, 10);
    expect(read(metrics, "p90", 120)).to.equal(1);
    expect(read(metrics, "p91", 120)).to.equal(10);
  });

  it("are off by half a per cent at most among many different values", () => {
    const metrics = store();
    for (let value = 1; value <= 100_000; value++) metrics.record(metric, 0, value);
    for (const percent of [50, 90, 99]) {
      expect(read(metrics, `p${percent}`)).to.be.closeTo(percent * 1000, percent * 1000 * 0.0051);
    }
  });

  it("have means up to them", () => {
    const metrics = store();
    for (const value of [1, 2, 3, 94]) metrics.record(metric, 0, value);
    expect(read(metrics, "tm75")).to.equal(2);
    expect(read(metrics, "tm100")).to.equal(25);
  });

  it("are not there when samples came as a set, unless all were one value", () => {
    const metrics = store();
    metrics.recordSet(metric, 0, { sampleCount: 2, sum: 8, minimum: 4, maximum: 4 });
    expect(read(metrics, "p50")).to.equal(4);
    metrics.recordSet(metric, 0, { sampleCount: 2, sum: 8, minimum: 3, maximum: 5 });
    expect(read(metrics, "p50")).to.equal(null);
    expect(read(metrics, "Average")).to.equal(4);
  });

  it("are not there when a value is negative", () => {
    const metrics = store();
    metrics.record(metric, 0, -1);
    expect(read(metrics, "p50")).to.equal(null);
  });

  it("are not there in a store that keeps aggregates only", () => {
    const metrics = store(false);
    metrics.record(metric, 0, 1);
    expect(read(metrics, "p50")).to.equal(null);
  });

  it("are named by numbers up to 100", () => {
    expect(parseStatistic("p99.9")).to.equal("p99.9");
    expect(parseStatistic("p101")).to.equal(undefined);
    expect(parseStatistic("median")).to.equal(undefined);
    expect(parseStatistic("Average")).to.equal("Average");
  });
});
