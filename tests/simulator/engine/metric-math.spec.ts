import { expect } from "chai";
import { evaluateExpression } from "../../../simulator/engine/metric-math";
import { type TimeSeries } from "../../../simulator/engine/time-series";

const range = { start: 0, end: 300, periodSeconds: 60 };

function series(values: Record<number, number>): TimeSeries {
  return {
    range,
    values: new Map(Object.entries(values).map(([at, value]) => [Number(at), value])),
  };
}

const known: Record<string, TimeSeries> = {
  sparse: series({ 0: 10, 120: 30 }),
  full: series({ 0: 1, 60: 2, 120: 3, 180: 4, 240: 0 }),
};

function evaluateAll(expression: string): Record<string, number>[] {
  const result = evaluateExpression(expression, {
    range,
    series: (id) => known[id],
    all: (part) => Object.entries(known).flatMap(([id, each]) => (id.includes(part) ? [each] : [])),
  });
  const list = "range" in result ? [result] : result;
  return list.map(({ values }) => Object.fromEntries(values));
}

/** For an expression that gives one series. */
function evaluate(expression: string): Record<string, number> {
  const all = evaluateAll(expression);
  expect(all).to.have.length(1);
  return all[0] ?? {};
}

describe("evaluateExpression", () => {
  it("computes at the instants that all operands have", () => {
    expect(evaluate("sparse + full * 2")).to.deep.equal({ 0: 12, 120: 36 });
  });

  it("leaves out what is no number", () => {
    expect(evaluate("sparse / (full - 1)")).to.deep.equal({ 120: 15 });
  });

  it("binds powers to the right and before products", () => {
    expect(evaluate("2 * 2 ^ 3 ^ 2")["0"]).to.equal(1024);
  });

  it("reads a minus in front", () => {
    expect(evaluate("-sparse")).to.deep.equal({ 0: -10, 120: -30 });
  });

  it("fills gaps with a number, with what came before, and in between", () => {
    expect(evaluate("FILL(sparse, 0)")).to.deep.equal({ 0: 10, 60: 0, 120: 30, 180: 0, 240: 0 });
    expect(evaluate("FILL(sparse, REPEAT)")).to.deep.equal({
      0: 10,
      60: 10,
      120: 30,
      180: 30,
      240: 30,
    });
    expect(evaluate("FILL(sparse, LINEAR)")).to.deep.equal({ 0: 10, 60: 20, 120: 30 });
  });

  it("sums several series to one, over those that have a value", () => {
    expect(evaluate("SUM([sparse, full])")).to.deep.equal({
      0: 11,
      60: 2,
      120: 33,
      180: 4,
      240: 0,
    });
    expect(evaluate("MAX(METRICS())")).to.deep.equal({ 0: 10, 60: 2, 120: 30, 180: 4, 240: 0 });
  });

  it("reduces one series to a number", () => {
    expect(evaluate("full / SUM(full)")).to.deep.equal({
      0: 0.1,
      60: 0.2,
      120: 0.3,
      180: 0.4,
      240: 0,
    });
  });

  it("chooses by a condition", () => {
    expect(evaluate("IF(full > 2, full, 0)")).to.deep.equal({
      0: 0,
      60: 0,
      120: 3,
      180: 4,
      240: 0,
    });
    expect(evaluate("IF(full >= 3 AND full < 4, 1)")).to.deep.equal({ 120: 1 });
  });

  it("knows the period", () => {
    expect(evaluate("full / PERIOD(full)")["180"]).to.equal(4 / 60);
  });

  it("adds up as time goes on", () => {
    expect(evaluate("RUNNING_SUM(full)")).to.deep.equal({ 0: 1, 60: 3, 120: 6, 180: 10, 240: 10 });
  });

  it("refuses an id that no query has", () => {
    expect(() => evaluate("sparse + other")).to.throw(
      'Invalid metrics list: the query "other" is not defined.',
    );
  });

  it("gives several series where it is asked for several", () => {
    expect(evaluateAll("METRICS()")).to.have.length(2);
    expect(evaluateAll('METRICS("full")')).to.deep.equal([evaluate("full")]);
    expect(evaluateAll("METRICS() * 2")[0]).to.deep.equal({ 0: 20, 120: 60 });
    expect(evaluate("FILL(METRICS('sparse'), 0)")).to.deep.equal(evaluate("FILL(sparse, 0)"));
  });

  it("orders and cuts several series", () => {
    const [first] = evaluateAll("SORT(METRICS(), AVG, DESC, 1)");
    expect(first).to.deep.equal({ 0: 10, 120: 30 });
    expect(evaluate("FIRST(SORT(METRICS(), SUM, ASC))")).to.deep.equal(evaluate("full"));
    expect(evaluate("LAST(METRICS())")).to.deep.equal(evaluate("full"));
    expect(evaluateAll("SLICE(METRICS(), 1)")).to.deep.equal([evaluate("full")]);
    expect(evaluate("METRIC_COUNT(METRICS())")["0"]).to.equal(2);
  });

  it("compares values with those before them", () => {
    expect(evaluate("DIFF(sparse)")).to.deep.equal({ 120: 20 });
    expect(evaluate("DIFF_TIME(sparse)")).to.deep.equal({ 120: 120 });
    expect(evaluate("RATE(sparse)")).to.deep.equal({ 120: 20 / 120 });
  });

  it("tells spread and number of values", () => {
    // 10 and 30: the mean is 20, and each is 10 away from it.
    expect(evaluate("STDDEV(sparse)")["0"]).to.equal(10);
    expect(evaluate("DATAPOINT_COUNT(sparse)")["0"]).to.equal(2);
  });

  it("reads the calendar, in UTC", () => {
    // The epoch began on a Thursday.
    expect(evaluate("DAY(full)")["0"]).to.equal(4);
    expect(evaluate("MINUTE(full)")["240"]).to.equal(4);
    expect(evaluate("YEAR(full) * 100 + MONTH(full)")["0"]).to.equal(197001);
    expect(evaluate("EPOCH(full)")["180"]).to.equal(180);
  });

  it("refuses a search where one series is watched", () => {
    expect(() => evaluate("SEARCH('MetricName=\"a\"', 'Sum')")).to.throw(
      "SEARCH is not supported on alarms: an alarm watches one time series.",
    );
  });

  it("refuses what cannot be read", () => {
    expect(() => evaluate("sparse + ")).to.throw(/^Error in expression 'sparse \+ ': /);
  });

  it("says that it lacks queries of Metrics Insights", () => {
    expect(() => evaluate("SELECT MAX(Depth) FROM Own GROUP BY Queue")).to.throw(
      "Metrics Insights (SELECT …) is not implemented",
    );
  });

  it("names a function that it lacks", () => {
    expect(() => evaluate("ANOMALY_DETECTION_BAND(sparse)")).to.throw(
      "The function ANOMALY_DETECTION_BAND is not implemented",
    );
  });
});
