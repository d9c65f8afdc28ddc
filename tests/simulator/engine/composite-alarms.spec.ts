import { expect } from "chai";
import { ExpressionError } from "../../../simulator/engine/expression-syntax";
import { parseAlarmRule } from "../../../simulator/engine/alarm-rule";
import { Simulation } from "../../../simulator/engine/simulation";
import { type AlarmState, type CompositeAlarmDefinition } from "../../../simulator/engine/types";

const topicArn = "arn:aws:sns:us-east-1:123456789012:ops";

function define(change: Partial<CompositeAlarmDefinition> = {}): CompositeAlarmDefinition {
  return {
    name: "main",
    rule: "ALARM(first) OR ALARM(second)",
    actionsEnabled: true,
    alarmActions: [topicArn],
    okActions: [topicArn],
    insufficientDataActions: [],
    suppressor: null,
    ...change,
  };
}

/** A simulation with metric alarms `first`, `second` and `suppressor`, all OK, that are set by hand. */
function simulate() {
  const simulation = new Simulation({ startSeconds: 0, seed: 1 });
  const events: string[] = [];
  const set = (name: string, state: AlarmState): void =>
    simulation.alarms.setState(name, state, "by hand");
  for (const name of ["first", "second", "suppressor"]) {
    simulation.alarms.put({
      name,
      metric: { namespace: "Custom", name, dimensions: {} },
      statistic: "Sum",
      periodSeconds: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      // Nothing is ever measured, so that the states stay what they are set to.
      treatMissingData: "ignore",
      actionsEnabled: true,
      alarmActions: [],
      okActions: [],
      insufficientDataActions: [],
    });
    set(name, "OK");
  }
  simulation.compositeAlarms.onTransition = (alarm, from, to, at) =>
    events.push(`${at} ${alarm.name}: ${from} -> ${to}`);
  simulation.compositeAlarms.onAction = (alarm, _action, at) =>
    events.push(`${at} ${alarm.name} acts on ${alarm.state}`);
  const at = (seconds: number, name: string, state: AlarmState): void => {
    simulation.advanceTo(seconds);
    set(name, state);
  };
  return { simulation, events, at };
}

describe("the rule of a composite alarm", () => {
  const states: Record<string, AlarmState> = { a: "ALARM", o: "OK", i: "INSUFFICIENT_DATA" };
  const holds = (rule: string): boolean => parseAlarmRule(rule).holds((name) => states[name]);

  for (const [rule, expected] of [
    ["ALARM(a)", true],
    ['ALARM("o")', false],
    ["OK(o) AND INSUFFICIENT_DATA(i)", true],
    ["ALARM(a) AND NOT ALARM(o)", true],
    ["ALARM(o) OR ALARM(a) AND ALARM(i)", false],
    ["(ALARM(o) OR ALARM(a)) AND NOT OK(a)", true],
    ["NOT (ALARM(a) OR TRUE)", false],
    ["TRUE", true],
    ["false", false],
    ['ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:a")', true],
    ["ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a)", true],
  ] as const) {
    it(`${rule} is ${expected}`, () => {
      expect(holds(rule)).to.equal(expected);
    });
  }

  it("names its alarms once each, whatever characters they have", () => {
    const rule = 'ALARM("Target-endpoint/a b/variant/c \\"d\\"") AND OK(x-1) OR ALARM(x-1)';
    expect(parseAlarmRule(rule).children).to.deep.equal([
      'Target-endpoint/a b/variant/c "d"',
      "x-1",
    ]);
  });

  for (const rule of ["", "ALARM()", "ALARM(a) XOR OK(o)", "GONE(a)", "ALARM(a", "1 + 2", "a"]) {
    it(`is refused when it is ${JSON.stringify(rule)}`, () => {
      expect(() => parseAlarmRule(rule)).to.throw(ExpressionError);
    });
  }
});

describe("a composite alarm", () => {
  it("is evaluated as soon as it is put", () => {
    const { simulation, events } = simulate();
    simulation.compositeAlarms.put(define());
    expect(events).to.deep.equal(["0 main: INSUFFICIENT_DATA -> OK", "0 main acts on OK"]);
  });

  it("follows the alarms in its rule, and names the one that changed last", () => {
    const { simulation, events, at } = simulate();
    simulation.compositeAlarms.put(define({ okActions: [] }));
    at(30, "second", "ALARM");
    at(40, "first", "ALARM");
    expect(simulation.compositeAlarms.get("main")?.trigger).to.deep.equal({
      alarmName: "second",
      state: "ALARM",
      atSeconds: 30,
    });
    at(50, "second", "OK");
    at(70, "first", "OK");
    expect(events.slice(1)).to.deep.equal([
      "30 main: OK -> ALARM",
      "30 main acts on ALARM",
      "70 main: ALARM -> OK",
    ]);
  });

  it("sees other composite alarms as they are after the same change", () => {
    const { simulation, events, at } = simulate();
    simulation.compositeAlarms.put(define({ name: "inner", okActions: [], rule: "OK(first)" }));
    simulation.compositeAlarms.put(define({ name: "outer", okActions: [], rule: "ALARM(inner)" }));
    events.length = 0;
    at(10, "first", "ALARM");
    expect(events).to.deep.equal(["10 inner: ALARM -> OK", "10 outer: ALARM -> OK"]);
  });

  it("stays as it is when its rule leads back to itself", () => {
    const { simulation, at } = simulate();
    simulation.compositeAlarms.put(define({ name: "a", rule: "ALARM(first)" }));
    simulation.compositeAlarms.put(define({ name: "b", rule: "ALARM(a)" }));
    simulation.compositeAlarms.put(define({ name: "a", rule: "ALARM(first) OR ALARM(b)" }));
    at(10, "first", "ALARM");
    expect(simulation.compositeAlarms.get("a")?.state).to.equal("OK");
    expect(simulation.compositeAlarms.get("b")?.state).to.equal("OK");
  });

  it("keeps a state that is set until an alarm in its rule changes", () => {
    const { simulation, events, at } = simulate();
    simulation.compositeAlarms.put(define({ okActions: [] }));
    simulation.advanceTo(10);
    simulation.compositeAlarms.setState("main", "ALARM", "a drill");
    expect(simulation.compositeAlarms.get("main")).to.include({
      state: "ALARM",
      stateReason: "a drill",
    });
    simulation.advanceTo(600);
    at(610, "first", "INSUFFICIENT_DATA");
    expect(events.slice(1)).to.deep.equal([
      "10 main: OK -> ALARM",
      "10 main acts on ALARM",
      "610 main: ALARM -> OK",
    ]);
  });

  it("does nothing when actions are disabled", () => {
    const { simulation, events, at } = simulate();
    simulation.compositeAlarms.put(define({ actionsEnabled: false }));
    at(10, "first", "ALARM");
    expect(events.filter((event) => event.includes("acts"))).to.deep.equal([]);
  });
});

describe("the suppressor of a composite alarm", () => {
  const suppressor = { alarmName: "suppressor", waitSeconds: 60, extensionSeconds: 90 };

  function suppressed() {
    const made = simulate();
    made.simulation.compositeAlarms.put(define({ suppressor }));
    made.simulation.advanceTo(100);
    made.events.length = 0;
    return made;
  }

  it("lets actions wait for it, and run when it stays quiet", () => {
    const { simulation, events, at } = suppressed();
    at(120, "first", "ALARM");
    expect(simulation.compositeAlarms.get("main")?.suppressedBy).to.equal("WaitPeriod");
    simulation.advanceTo(300);
    expect(events).to.deep.equal(["120 main: OK -> ALARM", "180 main acts on ALARM"]);
    expect(simulation.compositeAlarms.get("main")?.suppressedBy).to.equal(null);
  });

  it("holds actions back while it is in ALARM, and for the extension after it", () => {
    const { simulation, events, at } = suppressed();
    at(120, "first", "ALARM");
    at(150, "suppressor", "ALARM");
    expect(simulation.compositeAlarms.get("main")?.suppressedBy).to.equal("Alarm");
    at(400, "suppressor", "OK");
    expect(simulation.compositeAlarms.get("main")?.suppressedBy).to.equal("ExtensionPeriod");
    simulation.advanceTo(600);
    expect(events).to.deep.equal(["120 main: OK -> ALARM", "490 main acts on ALARM"]);
  });

  it("saves an action when the alarm is well again before the extension ends", () => {
    const { simulation, events, at } = suppressed();
    at(110, "suppressor", "ALARM");
    at(120, "first", "ALARM");
    at(400, "suppressor", "OK");
    at(430, "first", "OK");
    simulation.advanceTo(900);
    expect(events).to.deep.equal(["120 main: OK -> ALARM", "430 main: ALARM -> OK"]);
  });

  it("starts no extension over when it comes back in time", () => {
    const { simulation, events, at } = suppressed();
    at(110, "suppressor", "ALARM");
    at(120, "first", "ALARM");
    at(200, "suppressor", "OK");
    at(250, "suppressor", "ALARM");
    at(300, "suppressor", "OK");
    simulation.advanceTo(900);
    expect(events).to.deep.equal(["120 main: OK -> ALARM", "390 main acts on ALARM"]);
  });
});
