import { expect } from "chai";

import { dashboardBody } from "../../../components/dashboard/body";
import { type DashboardContents } from "../../../components/dashboard/contents";
import {
  asyncMetrics,
  type MetricDefinition,
  metricDimensions,
  queueMetrics,
} from "../../../sagemaker/metrics";

const contents: DashboardContents = {
  endpointName: "summaries",
  variantName: "primary",
  region: "us-east-1",
  alarmArns: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:summaries-incident"],
  instanceType: "ml.g5.xlarge",
  deadLetterQueueNames: { success: "letters" },
  targetBacklogPerInstance: 5,
  maxCapacity: 4,
  oldestRequestAlarmSeconds: 10_800,
};

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly query?: string;
    readonly alarms?: readonly string[];
    readonly region?: string;
    readonly metrics?: readonly (readonly (string | Record<string, unknown>)[])[];
    readonly annotations?: { readonly horizontal: readonly { label: string; value: number }[] };
  };
}

function widgets(change: Partial<DashboardContents> = {}): Widget[] {
  return (JSON.parse(dashboardBody({ ...contents, ...change })) as { widgets: Widget[] }).widgets;
}

function widget(title: string, change: Partial<DashboardContents> = {}): Widget {
  const found = widgets(change).find(({ properties }) => properties.title === title);
  if (found === undefined) throw new Error(`There is no widget ${title}.`);
  return found;
}

function address(metric: MetricDefinition): string {
  const dimensions = metricDimensions(metric, contents.endpointName, contents.variantName);
  return [metric.namespace, metric.name, ...Object.entries(dimensions).flat()].join(" ");
}

function drawn(): string[] {
  return widgets()
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((entry) => entry.filter((part) => typeof part === "string").join(" "))
    .filter((text) => text !== "");
}

describe("the dashboard's body", () => {
  it("draws every metric that an asynchronous endpoint publishes", () => {
    expect(drawn()).to.include.members(Object.values(asyncMetrics).map(address));
  });

  it("draws no other metric, and none by other dimensions", () => {
    const { namespace, name } = queueMetrics.approximateNumberOfMessagesVisible;
    expect([
      ...Object.values(asyncMetrics).map(address),
      `${namespace} ${name} QueueName letters`,
    ]).to.include.members(drawn());
  });

  it("asks the endpoint's own region", () => {
    const regions = widgets()
      .filter(({ type }) => type === "metric")
      .map(({ properties }) => properties.region);
    expect(new Set(regions)).to.deep.equal(new Set(["us-east-1"]));
  });

  it("fills the grid's width with every row", () => {
    const rows = new Map<number, number>();
    for (const { y, width } of widgets()) rows.set(y, (rows.get(y) ?? 0) + width);
    expect(new Set(rows.values())).to.deep.equal(new Set([24]));
  });

  it("lets no two widgets overlap", () => {
    const cells = new Set<string>();
    for (const { x, y, width, height } of widgets()) {
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(cells.has(`${column},${row}`)).to.equal(false);
          cells.add(`${column},${row}`);
        }
      }
    }
  });

  it("marks the scaling target and the largest capacity", () => {
    expect(widget("Requests waiting for each instance").properties.annotations).to.deep.equal({
      horizontal: [{ label: "target", value: 5 }],
    });
    expect(widget("Instances in service").properties.annotations).to.deep.equal({
      horizontal: [{ label: "most", value: 4 }],
    });
  });

  it("draws no line for what it is not told", () => {
    const title = "Requests waiting for each instance";
    expect(widget(title, { targetBacklogPerInstance: undefined }).properties).not.to.have.property(
      "annotations",
    );
  });

  it("counts instances by the samples of their CPU, for want of a metric", () => {
    expect(widget("Instances in service").properties.metrics).to.deep.equal([
      [
        "/aws/sagemaker/Endpoints",
        "CPUUtilization",
        "EndpointName",
        "summaries",
        "VariantName",
        "primary",
        { stat: "SampleCount", label: "instances" },
      ],
    ]);
  });

  it("begins with what is in alarm", () => {
    const [, second] = widgets();
    expect(second?.type).to.equal("alarm");
    expect(second?.properties.alarms).to.deep.equal(contents.alarmArns);
  });

  it("asks five questions in the order in which they are asked on call", () => {
    const questions = widgets()
      .filter(({ type }) => type === "text")
      .map(({ properties }) => /^## (.*)\n/.exec(properties.markdown ?? "")?.[1]);
    expect(questions.slice(0, 4)).to.deep.equal([
      "Is it serving?",
      "Is it keeping up?",
      "What does it cost?",
      "What failed?",
    ]);
  });

  it("reckons the cost from instances and the price of their type", () => {
    const expressions = (title: string) =>
      (widget(title).properties.metrics ?? [])
        .flat()
        .flatMap((part) => (typeof part === "object" ? [part["expression"]] : []))
        .filter((expression) => expression !== undefined);
    // 1.408 USD an hour in us-east-1.
    expect(expressions("At present")).to.deep.equal(["FILL(instances, 0) * 1.408"]);
    expect(expressions("Since the left edge")).to.deep.equal([
      "RUNNING_SUM(FILL(instances, 0) * 1.408 / 60)",
    ]);
    expect(expressions("For a thousand requests, since the left edge")).to.deep.equal([
      "1000 * RUNNING_SUM(FILL(instances, 0) * 1.408 / 60) / RUNNING_SUM(FILL(finished, 0))",
    ]);
  });

  for (const change of [{ instanceType: undefined }, { region: "eu-west-1" }]) {
    it(`shows no cost with ${JSON.stringify(change)}, whose price it does not know`, () => {
      expect(
        widgets(change).filter(({ properties }) => properties.title === "At present"),
      ).to.deep.equal([]);
    });
  }

  it("asks the containers' own log for errors", () => {
    const [log] = widgets().filter(({ type }) => type === "log");
    expect(log?.properties.query).to.match(/^SOURCE '\/aws\/sagemaker\/Endpoints\/summaries' \| /);
  });

  it("brings milliseconds and microseconds to seconds", () => {
    const expressions = ["From acceptance to end", "On the instance"].flatMap((title) =>
      (widget(title).properties.metrics ?? []).flatMap((entry) =>
        entry.flatMap((part) => (typeof part === "object" ? [part["expression"]] : [])),
      ),
    );
    expect(expressions.filter((expression) => expression !== undefined)).to.deep.equal([
      "m0 / 1000",
      "m1 / 1000",
      "m0 / 1000000",
      "m1 / 1000000",
      "m2 / 1000000",
    ]);
  });
});
