import { expect } from "chai";
import { widgetLines } from "../../../../simulator/aws/cloudwatch/widget-image/widget-metrics";
import { widgetChart } from "../../../../simulator/aws/cloudwatch/widget-image/widget-chart";
import { parseMetricWidget } from "../../../../simulator/aws/cloudwatch/widget-image/metric-widget";
import { errorOf, Hosting } from "../hosting";

/** Width and height in the header of a PNG. */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString("latin1")).to.equal("PNG");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

const shared = { stat: "Average", period: 300 };

describe("the lines of a metric widget", () => {
  it("are metrics with what they name, or what all share", () => {
    const [line] = widgetLines(
      [["Custom", "Depth", "Queue", "a", { stat: "p90", label: "Deep", yAxis: "right" }]],
      shared,
    );
    expect(line).to.deep.equal({
      query: {
        Id: "line0",
        Label: "Deep",
        ReturnData: true,
        MetricStat: {
          Metric: {
            Namespace: "Custom",
            MetricName: "Depth",
            Dimensions: [{ Name: "Queue", Value: "a" }],
          },
          Stat: "p90",
          Period: 300,
        },
      },
      color: undefined,
      axis: "right",
    });
  });

  it("may leave out what the line before has", () => {
    const lines = widgetLines(
      [
        ["Custom", "Depth", "Queue", "a", "Zone", "1"],
        [".", "Age", ".", ".", ".", "2"],
        ["...", "3"],
        [".", "Width", "...", "4"],
      ],
      shared,
    );
    const metrics = lines.map(({ query }) => query.MetricStat?.Metric);
    const values = metrics.map((metric) => [
      metric?.MetricName,
      ...(metric?.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`),
    ]);
    expect(values).to.deep.equal([
      ["Depth", "Queue=a", "Zone=1"],
      ["Age", "Queue=a", "Zone=2"],
      ["Age", "Queue=a", "Zone=3"],
      ["Width", "Queue=a", "Zone=4"],
    ]);
  });
});

describe("a metric widget", () => {
  it("covers the last three hours, or what it says", () => {
    const now = 1_000_000;
    const metrics = [["Custom", "Depth"]];
    const usual = parseMetricWidget(JSON.stringify({ metrics }), now);
    expect([usual.start.getTime(), usual.end.getTime()]).to.deep.equal([
      989_200_000, 1_000_000_000,
    ]);
    const own = parseMetricWidget(
      JSON.stringify({ metrics, start: "-P1DT30M", end: "1970-01-12T00:00:00Z" }),
      now,
    );
    expect([own.start.getTime(), own.end.getTime()]).to.deep.equal([911_800_000, 950_400_000]);
  });

  it("draws the values of its series, and its levels", () => {
    const widget = parseMetricWidget(
      JSON.stringify({
        metrics: [["Custom", "Depth"]],
        annotations: { horizontal: [{ value: 7, label: "Limit" }] },
      }),
      1_000_000,
    );
    const series = { label: "Depth", color: undefined, axis: "left" } as const;
    const text = JSON.stringify(widgetChart(widget, [{ ...series, points: [[60_000, 42]] }]));
    expect(text).to.contain('{"time":60000,"value":42,"name":"Depth"}');
    expect(text).to.contain('"y":{"datum":7}');
  });
});

describe("GetMetricWidgetImage", () => {
  let hosting: Hosting;

  before(async () => {
    hosting = await Hosting.start();
    const at = Math.floor(hosting.aws.clock.now() / 60) * 60_000;
    await hosting.cloudwatch.putMetricData({
      Namespace: "Custom",
      MetricData: [1, 5, 3].map((Value, index) => ({
        MetricName: "Depth",
        Value,
        Timestamp: new Date(at - (10 - index) * 60_000),
      })),
    });
  });

  after(() => hosting.close());

  async function picture(widget: object): Promise<Uint8Array> {
    const { MetricWidgetImage: image } = await hosting.cloudwatch.getMetricWidgetImage({
      MetricWidget: JSON.stringify(widget),
    });
    return image ?? new Uint8Array();
  }

  const lines = { metrics: [["Custom", "Depth", { stat: "Sum", period: 60 }]], start: "-PT30M" };

  it("gives a PNG of the size that was asked for", async () => {
    const png = await picture({ ...lines, width: 640, height: 320, title: "Depth" });
    expect(sizeOf(png)).to.deep.equal({ width: 640, height: 320 });
  });

  it("draws what there is: a metric without data looks otherwise", async () => {
    const some = await picture(lines);
    const none = await picture({ ...lines, metrics: [["Custom", "Width", { period: 60 }]] });
    expect(Buffer.from(some).equals(Buffer.from(none))).to.equal(false);
    expect(some.length).to.be.greaterThan(none.length);
  });

  it("draws expressions, areas, two axes and levels", async () => {
    const png = await picture({
      metrics: [
        ["Custom", "Depth", { id: "m1", period: 60, visible: false }],
        [{ expression: "FILL(m1, 0) * 2", label: "Twice", id: "twice", period: 60 }],
        [".", ".", { yAxis: "right", period: 60, color: "#123456" }],
      ],
      stacked: true,
      yAxis: { left: { min: 0, label: "Twice" }, right: { max: 10 } },
      annotations: { horizontal: [{ value: 4, label: "Limit" }] },
    });
    expect(sizeOf(png)).to.deep.equal({ width: 600, height: 400 });
  });

  for (const [what, widget, message] of [
    ["is no JSON", "{", "The parameter MetricWidget is not valid JSON."],
    [
      "has no metrics",
      "{}",
      "The parameter MetricWidget is not valid: metrics: Invalid input: expected array, received undefined",
    ],
    [
      "begins at no time",
      '{"metrics":[["a","b"]],"start":"yesterday"}',
      'The parameter MetricWidget is not valid: start is "yesterday"; give an ISO 8601 time, or a duration such as -PT3H',
    ],
    [
      "is a pie",
      '{"metrics":[["a","b"]],"view":"pie"}',
      "GetMetricWidgetImage with the view pie is not implemented; there is timeSeries",
    ],
  ] as const) {
    it(`refuses a widget that ${what}`, async () => {
      const drawn = hosting.cloudwatch.getMetricWidgetImage({ MetricWidget: widget });
      expect((await errorOf(drawn)).message).to.equal(message);
    });
  }
});
