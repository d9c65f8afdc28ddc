import { expect } from "chai";
import { type AsyncMetricKey } from "../../../sagemaker/metrics";
import { endpointMetricId } from "../../../simulator/engine/endpoint-metrics";
import { MetricStore, statisticOf } from "../../../simulator/engine/metric-store";
import { constant, type Fixture, type FixtureOptions, startEndpoint } from "./endpoint-fixture";

function read(
  { simulation }: Fixture,
  key: AsyncMetricKey,
  to: number,
  asOf?: number,
): (readonly [number, number])[] {
  const id = endpointMetricId(key, "summaries", "AllTraffic");
  const statistic = key.startsWith("approximate") || key.startsWith("has") ? "Average" : "Sum";
  return simulation.metrics
    .datapoints(id, 0, to, 60, asOf)
    .map((point) => [point.periodStart, statisticOf(point, statistic)]);
}

const slow: FixtureOptions = { model: { serviceTimeSeconds: constant(45) } };

describe("the metrics of an endpoint", () => {
  it("gauge the backlog as it stands at the start of each minute", () => {
    const fixture = startEndpoint(slow);
    fixture.submit(6);
    fixture.simulation.advanceTo(1000);
    // Two at a time of 45 s: 4 wait at 0, 2 at 60, none at 120.
    expect(read(fixture, "approximateBacklogSize", 180)).to.deep.equal([
      [0, 4],
      [60, 2],
      [120, 0],
    ]);
    expect(read(fixture, "approximateAgeOfOldestRequest", 180)).to.deep.equal([
      [0, 0],
      [60, 60],
      [120, 0],
    ]);
  });

  it("count running requests as backlog where the platform says so", () => {
    const fixture = startEndpoint({ ...slow, platform: { backlogCountsInFlight: true } });
    fixture.submit(6);
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "approximateBacklogSize", 180)).to.deep.equal([
      [0, 6],
      [60, 4],
      [120, 2],
    ]);
  });

  it("count what ends in a minute, zero included", () => {
    const fixture = startEndpoint(slow);
    fixture.submit(6);
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "invocationsProcessed", 240)).to.deep.equal([
      [0, 2],
      [60, 2],
      [120, 2],
      [180, 0],
    ]);
  });

  it("count an end on the whole minute in the minute that begins", () => {
    const fixture = startEndpoint({ model: { serviceTimeSeconds: constant(60) } });
    fixture.submit(1);
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "invocationsProcessed", 120)).to.deep.equal([
      [0, 0],
      [60, 1],
    ]);
  });

  it("are in microseconds for the model and milliseconds for the rest", () => {
    const fixture = startEndpoint(slow);
    fixture.submit(3);
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "modelLatency", 120)[1]).to.deep.equal([60, 45e6]);
    expect(read(fixture, "timeInBacklog", 120)[1]).to.deep.equal([60, 45e3]);
    expect(read(fixture, "totalProcessingTime", 120)[1]).to.deep.equal([60, 90e3]);
  });

  it("count an expired request as expired and as failed, not as processed", () => {
    const fixture = startEndpoint({ model: { serviceTimeSeconds: constant(70) } });
    fixture.submit(3, { requestTtlSeconds: 65 });
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "expiredRequests", 120)[1]).to.deep.equal([60, 1]);
    expect(read(fixture, "invocationFailures", 120)[1]).to.deep.equal([60, 1]);
    expect(read(fixture, "invocationsProcessed", 120)[1]).to.deep.equal([60, 2]);
  });

  it("count what ended in the minute in which the endpoint goes away", () => {
    const fixture = startEndpoint({
      model: { serviceTimeSeconds: constant(70) },
      platform: { terminationSeconds: constant(5) },
    });
    fixture.submit(2);
    fixture.simulation.advanceTo(60);
    fixture.simulation.deleteEndpoint(fixture.endpoint);
    fixture.simulation.advanceTo(75);
    expect(fixture.endpoint.deleted).to.equal(true);
    expect(read(fixture, "invocationsProcessed", 120, Infinity)).to.deep.equal([
      [0, 0],
      [60, 2],
    ]);
  });

  it("have a sample of the processor for each instance, and none at zero instances", () => {
    const fixture = startEndpoint({ endpoint: { initialInstanceCount: 3 } });
    fixture.simulation.advanceTo(30);
    fixture.endpoint.setDesiredInstanceCount(0);
    fixture.simulation.advanceTo(1000);
    const id = endpointMetricId("cpuUtilization", "summaries", "AllTraffic");
    const samples = fixture.simulation.metrics.datapoints(id, 0, 600, 60);
    expect(samples.map(({ periodStart, sampleCount }) => [periodStart, sampleCount])).to.deep.equal(
      [[0, 3]],
    );
  });

  for (const [mode, expected] of [
    ["backlog", [[0, 7]]],
    ["zero", [[0, 0]]],
    ["missing", []],
  ] as const) {
    it(`give the backlog per instance at zero instances as ${mode}`, () => {
      const fixture = startEndpoint({
        endpoint: { initialInstanceCount: 0 },
        platform: { backlogPerInstanceAtZero: mode },
      });
      fixture.submit(7);
      fixture.simulation.advanceTo(1000);
      expect(read(fixture, "approximateBacklogSizePerInstance", 60)).to.deep.equal(expected);
      expect(read(fixture, "hasBacklogWithoutCapacity", 60)).to.deep.equal([[0, 1]]);
    });
  }

  it("can be read one delay after the end of their period", () => {
    const fixture = startEndpoint({ platform: { metricDelaySeconds: constant(90) } });
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "approximateBacklogSize", 60, 149)).to.deep.equal([]);
    expect(read(fixture, "approximateBacklogSize", 60, 150)).to.deep.equal([[0, 0]]);
  });

  it("never become readable before those of an earlier minute", () => {
    const fixture = startEndpoint({
      platform: { metricDelaySeconds: { kind: "uniform", min: 60, max: 600 } },
    });
    fixture.simulation.advanceTo(20_000);
    for (let asOf = 0; asOf < 10_000; asOf += 30) {
      const readable = read(fixture, "approximateBacklogSize", 10_000, asOf).map(
        ([start]) => start,
      );
      expect(readable).to.deep.equal(readable.map((_, index) => index * 60));
    }
  });

  it("include what only the owner sees", () => {
    const fixture = startEndpoint();
    fixture.simulation.advanceTo(70);
    fixture.endpoint.observe("requestDownloadFailures");
    fixture.endpoint.observe("requestDownloadLatency", 1500);
    fixture.simulation.advanceTo(1000);
    expect(read(fixture, "requestDownloadFailures", 120)).to.deep.equal([
      [0, 0],
      [60, 1],
    ]);
    expect(read(fixture, "requestDownloadLatency", 120)).to.deep.equal([[60, 1500]]);
  });

  it("refuse a gauge from the owner", () => {
    const { endpoint } = startEndpoint();
    expect(() => endpoint.observe("approximateBacklogSize")).to.throw(
      '`metric` is "approximateBacklogSize", a gauge that the engine samples; use one of ',
    );
  });
});

describe("a metric store", () => {
  const id = { namespace: "Custom", name: "Depth", dimensions: { A: "1", B: "2" } };

  it("gathers the values of a minute, whatever the order of time and of dimensions", () => {
    const store = new MetricStore({ now: 500 });
    store.record(id, 130, 4, 2, "Count");
    store.record(id, 30, 1);
    store.record({ ...id, dimensions: { B: "2", A: "1" } }, 121, 10);
    expect(store.datapoints(id, 0, 600, 60)).to.deep.equal([
      { periodStart: 0, sampleCount: 1, sum: 1, minimum: 1, maximum: 1 },
      { periodStart: 120, sampleCount: 3, sum: 18, minimum: 4, maximum: 10 },
    ]);
    expect(store.list()).to.deep.equal([{ id, lastTimestamp: 120 }]);
  });

  it("keeps values of different units apart, too, for who asks by unit", () => {
    const store = new MetricStore({ now: 500 });
    const ofCount = { ...id, unit: "Count" };
    expect(store.datapoints(ofCount, 0, 600, 600)).to.deep.equal([]);
    store.record(id, 30, 1);
    expect(store.datapoints(ofCount, 0, 600, 600)).to.deep.equal([]);
    store.record(id, 130, 4, 2, "Count");
    expect(store.unitsOf(id)).to.deep.equal(["None", "Count"]);
    const sums = [id, ofCount, { ...id, unit: "None" }].map(
      (each) => store.datapoints(each, 0, 600, 600)[0]?.sum,
    );
    expect(sums).to.deep.equal([9, 8, 1]);
  });

  it("makes longer periods from minutes", () => {
    const store = new MetricStore({ now: 5000 });
    for (let minute = 0; minute < 10; minute++) store.record(id, minute * 60, minute);
    const points = store.datapoints(id, 60, 600, 300);
    expect(points.map(({ periodStart, sum }) => [periodStart, sum])).to.deep.equal([
      [60, 15],
      [360, 30],
    ]);
  });

  it("forgets what is older than its retention", () => {
    const store = new MetricStore({ now: 0 });
    for (let minute = 0; minute < 3000; minute++) store.record(id, minute * 60, 1);
    store.prune(2000 * 60);
    expect(store.datapoints(id, 0, 3000 * 60, 60)).to.have.length(1000);
  });
});
