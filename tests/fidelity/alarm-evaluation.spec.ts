import { expect } from "chai";
import { Simulation } from "../../simulator/engine/simulation";
import {
  type AlarmDefinition,
  type AlarmState,
  type TreatMissingData,
} from "../../simulator/engine/types";
import { evidence } from "./evidence";

const metric = { namespace: "Custom", name: "Depth", dimensions: {} };
const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;
const source = "CloudWatch, configuring how alarms treat missing data";

function alarm(change: Partial<AlarmDefinition>): AlarmDefinition {
  return {
    name: "watch",
    metric,
    statistic: "Average",
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    threshold: 10,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "missing",
    actionsEnabled: true,
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
    ...change,
  };
}

/** A simulation whose last five minutes had these datapoints, oldest first, at the instant before they are evaluated. */
function afterMinutes(pattern: string): Simulation {
  const simulation = new Simulation({
    startSeconds: 0,
    seed: 1,
    // The tables of CloudWatch are about what it has fetched, so no datapoint is late.
    platform: { alarmLagGraceSeconds: 0, alarmExtraPeriods: 2 },
  });
  simulation.advanceTo(299);
  for (const [minute, point] of pattern.split(" ").entries()) {
    if (point !== "-") simulation.metrics.record(metric, minute * 60, point === "X" ? 20 : 0);
  }
  return simulation;
}

/** The state that the datapoints lead to, whatever it was; "keep" when it stays as it was. */
function outcome(
  pattern: string,
  datapointsToAlarm: number,
  treatMissingData: TreatMissingData,
): string {
  const states = (["OK", "ALARM"] as const).map((before): AlarmState | undefined => {
    const simulation = afterMinutes(pattern);
    simulation.alarms.put(alarm({ datapointsToAlarm, treatMissingData }));
    simulation.alarms.setState("watch", before, "set by the test");
    simulation.advanceTo(300);
    return simulation.alarms.get("watch")?.state;
  });
  return states[0] === states[1] ? String(states[0]) : "keep";
}

evidence("CloudWatch alarms", (show) => {
  // Newest datapoint right; X is breaching, 0 is not, - is missing. The states are in the order of `treatments`.
  for (const [datapointsToAlarm, pattern, expected] of [
    [3, "0 - X - X", ["OK", "OK", "OK", "OK"]],
    [3, "0 - - - -", ["OK", "OK", "OK", "OK"]],
    [3, "- - - - -", ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]],
    [3, "0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    [3, "- - X - -", ["ALARM", "keep", "ALARM", "OK"]],
    [2, "0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    [2, "0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    [2, "0 - X - -", ["OK", "OK", "ALARM", "OK"]],
    [2, "- - - - 0", ["OK", "OK", "ALARM", "OK"]],
    [2, "- - - X -", ["ALARM", "keep", "ALARM", "OK"]],
  ] as const) {
    it(`decides ${pattern} for ${datapointsToAlarm} out of 3 as CloudWatch's table does`, () => {
      const obtained = treatments.map((treatment) =>
        outcome(pattern, datapointsToAlarm, treatment),
      );
      show({
        claim: `\`${pattern}\`, ${datapointsToAlarm} of 3, by treatment (${treatments.join(", ")})`,
        source,
        expected: expected.join(", "),
        obtained: obtained.join(", "),
      });
      expect(obtained).to.deep.equal(expected);
    });
  }

  for (const pattern of ["- - - - X", "- - - X -"]) {
    it(`does not alarm too early on ${pattern}`, () => {
      const obtained = outcome(pattern, 3, "missing");
      show({
        claim: `\`${pattern}\`, 3 of 3, missing data as missing: not yet an alarm`,
        source,
        expected: "not ALARM from OK",
        obtained: obtained === "keep" ? "OK stays OK" : obtained,
      });
      expect(obtained).to.be.oneOf(["keep", "OK"]);
    });
  }

  it("acts on a transition, and for scaling policies again in every minute of ALARM", () => {
    const policy =
      "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:resource/sagemaker/endpoint/e/variant/v:policyName/p";
    const topic = "arn:aws:sns:us-east-1:123456789012:alarms";
    const simulation = new Simulation({ startSeconds: 0, seed: 1 });
    const actions: Record<string, number[]> = { [policy]: [], [topic]: [] };
    simulation.alarms.onAction = (_alarm, action, at) => actions[action]?.push(at);
    simulation.alarms.put(alarm({ alarmActions: [policy, topic] }));
    for (let minute = 0; minute < 10; minute++) {
      simulation.metrics.record(metric, minute * 60, minute < 7 ? 20 : 0);
      simulation.advanceTo((minute + 1) * 60);
    }
    // Three breaching minutes are complete at 180; the eighth minute, complete at 480, is not breaching.
    const expected = { policy: "180 240 300 360 420", topic: "180" };
    const obtained = {
      policy: actions[policy]?.join(" ") ?? "",
      topic: actions[topic]?.join(" ") ?? "",
    };
    show({
      claim: "Seconds at which a scaling action runs, breaching minutes 0 to 6, 3 of 3",
      source: "CloudWatch, alarm actions",
      expected: expected.policy,
      obtained: obtained.policy,
    });
    show({
      claim: "Seconds at which a notification runs, the same",
      source: "CloudWatch, alarm actions",
      expected: expected.topic,
      obtained: obtained.topic,
    });
    expect(obtained).to.deep.equal(expected);
  });
});
