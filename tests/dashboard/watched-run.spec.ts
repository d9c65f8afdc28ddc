import { expect } from "chai";

import { alarmSpans, dashboardPage } from "../../dashboard/page";
import { watchRun, type WatchedRun } from "../../dashboard/watched-run";
import { widgetChart, widgetsOf } from "../../dashboard/widget-series";
import { loadScenario } from "../../simulator/scenario/load-scenario";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { runScenario } from "../../simulator/scenario/run";
import { parseSettings } from "../../settings/schema";
import { stackScenario } from "../../simulator/scenario/stack-scenario";
import { record } from "../components/recording-monitor";

/** Requests for two hours at a rate that one instance keeps up with; it costs 0.23 USD an hour. */
const steady = parseScenario({
  workload: {
    requests: 720,
    arrivals: { kind: "constant", ratePerSecond: 0.1 },
    payloadBytes: { kind: "constant", value: 1000 },
  },
  endpoint: { instanceType: "ml.m5.xlarge", maxConcurrentInvocationsPerInstance: 1 },
  model: { serviceTimeSeconds: { kind: "constant", value: 6 } },
  scaling: { minCapacity: 1, maxCapacity: 2 },
});

function chartOf(run: WatchedRun, title: string) {
  const widget = widgetsOf(run.body).find(({ properties }) => properties["title"] === title);
  if (widget === undefined) throw new Error(`There is no widget ${title}.`);
  return widgetChart(widget, run.simulation, run.endSeconds);
}

function went(run: WatchedRun): string[] {
  return [...run.alarmChanges]
    .filter(([, changes]) => changes.some(({ to }) => to === "ALARM"))
    .map(([name]) => name.replace("scenario-", ""))
    .sort();
}

describe("the dashboard of a run", () => {
  let run: WatchedRun;
  before(() => {
    run = watchRun(steady);
  });

  it("shows what the run's own result counts", () => {
    const [finished] = chartOf(run, "Requests finished").series;
    const sum = (finished?.points ?? []).reduce((total, [, value]) => total + value, 0);
    expect(sum).to.equal(runScenario(steady).totals.succeeded);
  });

  it("reckons the cost of one instance of 0.23 USD an hour", () => {
    const [present] = chartOf(run, "At present").series;
    expect(new Set(present?.points.map(([, value]) => value))).to.deep.equal(new Set([0.23]));
    const [spent] = chartOf(run, "Since the left edge").series;
    const [lastMinute = 0, total] = spent?.points.at(-1) ?? [];
    expect(total).to.be.closeTo((0.23 * (lastMinute / 60 + 1)) / 60, 1e-9);
  });

  it("draws durations in seconds", () => {
    const [model] = chartOf(run, "On the instance").series;
    expect(model?.points.at(-1)?.[1]).to.be.closeTo(6, 1e-9);
  });

  it("has the levels of target and largest fleet", () => {
    expect(chartOf(run, "Instances in service").levels).to.deep.equal([
      { label: "most", value: 2 },
    ]);
    expect(chartOf(run, "Requests waiting for each instance").levels).to.deep.equal([
      { label: "target", value: 5 },
    ]);
  });

  it("has no alarm where all is well", () => {
    expect(went(run)).to.deep.equal([]);
  });

  it("has the alarms that would have told of AWS's demonstration of 2022", () => {
    const blog = watchRun(loadScenario("examples/scenarios/blog-2022.json"));
    expect(went(blog)).to.deep.equal([
      ...["expiry", "failures", "incident", "oldest-request", "pinned-at-maximum", "warning"],
    ]);
    const firstAlarm = (name: string): number =>
      alarmSpans(blog.alarmChanges.get(`scenario-${name}`) ?? [], Infinity)[0]?.[0] ?? NaN;
    // Hours before the first request expires, people know.
    expect(firstAlarm("expiry") - firstAlarm("incident")).to.be.above(3 * 3600);
  });

  it("is the body that the program deploys, but for the names", async () => {
    const settings = parseSettings({});
    const { body } = watchRun(
      stackScenario(settings, { stack: "test", region: "us-east-1", requests: 1 }),
    );
    const program = require.resolve("../../index");
    delete require.cache[program];
    const deployed = (await record(() => module.require(program) as object)).resource(
      "monitoring-dashboard",
    ).inputs["dashboardBody"] as string;
    // A run has no queues, and an account has other names of alarms.
    const shown = (text: string) =>
      widgetsOf(text)
        .filter(
          ({ type, properties }) => type !== "alarm" && properties["title"] !== "Dead letters",
        )
        .map(({ type, properties }) => ({ type, properties }));
    const renamed = deployed
      .replaceAll("research-inference-test", "scenario")
      .replaceAll('"primary"', '"AllTraffic"');
    expect(shown(body)).to.deep.equal(shown(renamed));
  });

  it("is one page that loads nothing and runs nothing but the choice of its theme", async () => {
    const page = await dashboardPage('A <b>"title"</b>', run);
    expect(page).to.contain("<h1>A &lt;b&gt;&quot;title&quot;&lt;/b&gt;</h1>");
    expect(page.match(/<script/g)).to.have.length(1);
    expect(page).not.to.match(/src="(?!data:)|href="(?!data:|#)|url\(http/);
    expect(page.match(/<svg/g)).to.have.length(
      2 * widgetsOf(run.body).filter((widget) => hasData(run, widget)).length,
    );
    for (const question of ["Is it serving?", "What does it cost?"]) {
      expect(page).to.contain(`<h2>${question}</h2>`);
    }
  });
});

function hasData(run: WatchedRun, widget: ReturnType<typeof widgetsOf>[number]): boolean {
  if (widget.type !== "metric") return false;
  return widgetChart(widget, run.simulation, run.endSeconds).series.some(
    ({ points }) => points.length > 0,
  );
}
