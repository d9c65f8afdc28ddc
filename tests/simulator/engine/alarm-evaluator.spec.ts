import { expect } from "chai";
import { type PlatformOptions } from "../../../simulator/engine/platform-options";
import { Simulation } from "../../../simulator/engine/simulation";
import { type AlarmDefinition } from "../../../simulator/engine/types";

const metric = { namespace: "Custom", name: "Depth", dimensions: { Queue: "a" } };
const policyArn = "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:policyName/grow";
const topicArn = "arn:aws:sns:us-east-1:123456789012:ops";

function define(change: Partial<AlarmDefinition> = {}): AlarmDefinition {
  return {
    name: "deep",
    metric,
    statistic: "Average",
    periodSeconds: 60,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    threshold: 10,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "missing",
    actionsEnabled: true,
    alarmActions: [policyArn, topicArn],
    okActions: [topicArn],
    insufficientDataActions: [],
    ...change,
  };
}

/** Puts a value in each minute while time passes. */
function simulate(
  values: readonly (number | null)[],
  definition: AlarmDefinition,
  platform: Partial<PlatformOptions> = {},
) {
  const simulation = new Simulation({ startSeconds: 0, seed: 1, platform });
  const actions: string[] = [];
  const transitions: string[] = [];
  simulation.alarms.onAction = (_alarm, action, at, value) => {
    actions.push(`${at}: ${action === topicArn ? "topic" : "policy"} at ${value}`);
  };
  simulation.alarms.onTransition = (_alarm, from, to, _reason, at) => {
    transitions.push(`${at}: ${from} -> ${to}`);
  };
  simulation.alarms.put(definition);
  for (const [minute, value] of values.entries()) {
    simulation.advanceTo(minute * 60 + 30);
    if (value !== null) simulation.metrics.record(metric, minute * 60 + 30, value);
  }
  simulation.advanceTo(values.length * 60 + 30);
  return { simulation, actions, transitions };
}

describe("an alarm", () => {
  it("starts without data, unchecked", () => {
    const { simulation } = simulate([], define());
    expect(simulation.alarms.get("deep")).to.include({
      state: "INSUFFICIENT_DATA",
      stateReason: "Unchecked: Initial alarm creation",
    });
  });

  it("is evaluated every minute on the periods that have ended", () => {
    const { transitions } = simulate([5, 11, 12, 13, 5], define());
    expect(transitions).to.deep.equal([
      "60: INSUFFICIENT_DATA -> OK",
      "180: OK -> ALARM",
      "300: ALARM -> OK",
    ]);
  });

  it("runs a topic's action once and a scaling policy's every minute in ALARM", () => {
    const { actions } = simulate([11, 12, 13, 14, 5], define());
    expect(actions).to.deep.equal([
      "120: policy at 12",
      "120: topic at 12",
      "180: policy at 13",
      "240: policy at 14",
      "300: topic at 5",
    ]);
  });

  it("runs no action while they are disabled", () => {
    expect(simulate([11, 12, 13], define({ actionsEnabled: false })).actions).to.deep.equal([]);
  });

  it("gives its reason in CloudWatch's words", () => {
    const { simulation } = simulate([11, 12.5], define());
    expect(simulation.alarms.get("deep")?.stateReason).to.equal(
      "Threshold Crossed: 2 out of the last 2 datapoints [12.5 (01/01/70 00:01:00), 11.0 (01/01/70 00:00:00)] " +
        "were greater than the threshold (10.0) (minimum 2 datapoints for OK -> ALARM transition).",
    );
  });

  it("looks at N + 2 periods by default, so that a gap does not hide the breach", () => {
    const { transitions } = simulate([11, null, 12], define({ alarmActions: [] }));
    expect(transitions.at(-1)).to.equal("180: INSUFFICIENT_DATA -> ALARM");
  });

  it("keeps firing on the last data of a metric that has stopped, then has insufficient data", () => {
    const { actions, transitions } = simulate(
      [11, 12, null, null, null, null, null, null, null, null, null],
      define({ alarmActions: [policyArn], okActions: [] }),
      { alarmLagGraceSeconds: 120 },
    );
    // The newest datapoint, of the minute that ended at 120, may lag 120 s; the range of 4 then slides off it.
    expect(transitions.at(-1)).to.equal("480: ALARM -> INSUFFICIENT_DATA");
    expect(actions.at(-1)).to.equal("420: policy at 12");
  });

  it("slides by the minute with longer periods", () => {
    const { transitions } = simulate(
      [20, 0, 20, 20, 20, 20],
      define({ periodSeconds: 180, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 15 }),
      { alarmExtraPeriods: 0 },
    );
    // [120, 300) is the first window of 180 s whose average exceeds 15: windows do not wait for multiples of 180.
    expect(transitions).to.deep.equal([
      "60: INSUFFICIENT_DATA -> ALARM",
      "120: ALARM -> OK",
      "300: OK -> ALARM",
    ]);
  });

  it("keeps a state that was set until its next evaluation", () => {
    const { simulation, transitions } = simulate([5, 5, 5], define());
    simulation.alarms.setState("deep", "ALARM", "testing");
    expect(simulation.alarms.get("deep")).to.include({ state: "ALARM", stateReason: "testing" });
    simulation.advanceTo(240);
    expect(transitions.slice(-2)).to.deep.equal(["210: OK -> ALARM", "240: ALARM -> OK"]);
  });

  it("keeps its state when its definition is replaced", () => {
    const { simulation } = simulate([11, 12], define());
    simulation.alarms.put(define({ threshold: 100 }));
    expect(simulation.alarms.get("deep")).to.include({ state: "ALARM", threshold: 100 });
  });

  it("is evaluated in the second of the minute that the platform says", () => {
    const { transitions } = simulate([5], define(), { alarmEvaluationOffsetSeconds: 17 });
    expect(transitions).to.deep.equal(["77: INSUFFICIENT_DATA -> OK"]);
  });

  it("watches the result of metric math, gaps that it fills included", () => {
    const source = { kind: "metric", metric, statistic: "Sum", periodSeconds: 60 } as const;
    const queries = [
      { id: "m1", label: null, returnData: false, source },
      {
        id: "doubled",
        label: null,
        returnData: true,
        source: { kind: "expression", expression: "FILL(m1, 0) * 2", periodSeconds: null },
      },
    ] as const;
    const { transitions, simulation } = simulate(
      [6, 6, null, null],
      define({ metric: null, statistic: null, queries }),
    );
    // Before there is data, the gaps count as 0. 12 twice alarms at 120, until the newest datapoint is too old.
    expect(transitions).to.deep.equal(["0: INSUFFICIENT_DATA -> OK", "120: OK -> ALARM"]);
    simulation.advanceTo(1800);
    expect(simulation.alarms.get("deep")?.state).to.equal("OK");
  });

  it("watches a percentile where single values are kept", () => {
    const simulation = new Simulation({ startSeconds: 0, seed: 1, keepsMetricValues: true });
    const rule = { evaluationPeriods: 1, datapointsToAlarm: 1, alarmActions: [], okActions: [] };
    simulation.alarms.put(define({ name: "p90", statistic: "p90", ...rule }));
    simulation.alarms.put(define({ name: "p91", statistic: "p91", ...rule }));
    simulation.metrics.record(metric, 30, 1, 9);
    simulation.metrics.record(metric, 30, 100);
    simulation.advanceTo(60);
    expect(simulation.alarms.get("p90")?.state).to.equal("OK");
    expect(simulation.alarms.get("p91")?.state).to.equal("ALARM");
  });
});
