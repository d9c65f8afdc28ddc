import { expect } from "chai";
import { decideAlarmState } from "../../../simulator/engine/alarm-state";
import { type AlarmState, type TreatMissingData } from "../../../simulator/engine/types";

const treatments: readonly TreatMissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

/** `0` within the threshold, `X` breaching, `-` missing; the newest is right. */
function range(text: string): (boolean | null)[] {
  return text.split(" ").map((mark) => (mark === "-" ? null : mark === "X"));
}

function decide(
  text: string,
  [datapointsToAlarm, evaluationPeriods]: readonly [number, number],
  treatMissingData: TreatMissingData,
  current: AlarmState = "OK",
): AlarmState {
  const rule = { evaluationPeriods, datapointsToAlarm, treatMissingData };
  return decideAlarmState(range(text), rule, current).state;
}

/**
 * The tables of "How alarms evaluate missing data":
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 */
const tables: readonly {
  readonly rule: readonly [number, number];
  readonly rows: Readonly<Record<string, readonly (AlarmState | "keep")[]>>;
}[] = [
  {
    rule: [3, 3],
    rows: {
      "0 - X - X": ["OK", "OK", "OK", "OK"],
      "0 - - - -": ["OK", "OK", "OK", "OK"],
      "- - - - -": ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"],
      "0 X X - X": ["ALARM", "ALARM", "ALARM", "ALARM"],
      "- - X - -": ["ALARM", "keep", "ALARM", "OK"],
    },
  },
  {
    rule: [2, 3],
    rows: {
      "0 - X - X": ["ALARM", "ALARM", "ALARM", "ALARM"],
      "0 0 X 0 X": ["ALARM", "ALARM", "ALARM", "ALARM"],
      "0 - X - -": ["OK", "OK", "ALARM", "OK"],
      "- - - - 0": ["OK", "OK", "ALARM", "OK"],
      "- - - X -": ["ALARM", "keep", "ALARM", "OK"],
    },
  },
];

describe("CloudWatch's missing-data tables", () => {
  for (const { rule, rows } of tables) {
    for (const [points, expected] of Object.entries(rows)) {
      for (const [index, treatment] of treatments.entries()) {
        it(`give ${expected[index]} for ${points} with ${rule[0]} of ${rule[1]}, ${treatment}`, () => {
          for (const current of ["OK", "ALARM"] as const) {
            const state = expected[index] === "keep" ? current : expected[index];
            expect(decide(points, rule, treatment, current)).to.equal(state);
          }
        });
      }
    }
  }
});

describe("an alarm on a sparse metric", () => {
  for (const points of ["- - - - X", "- - - X -"]) {
    it(`does not fire early on ${points} with 3 of 3`, () => {
      for (const current of ["OK", "INSUFFICIENT_DATA"] as const) {
        expect(decide(points, [3, 3], "missing", current)).to.equal(current);
      }
    });
  }

  it("fires again on its last datapoints after the metric has stopped, until they leave the range", () => {
    const states = ["X X X - -", "X X - - -", "X - - - -", "- - - - -"].map((points) =>
      decide(points, [3, 3], "missing", "ALARM"),
    );
    expect(states).to.deep.equal(["ALARM", "ALARM", "ALARM", "INSUFFICIENT_DATA"]);
  });

  it("lets the newest real datapoints decide when there are enough, whatever the setting", () => {
    for (const treatment of treatments) {
      expect(decide("X X 0 0 0", [3, 3], treatment)).to.equal("OK");
      expect(decide("0 0 X X X", [3, 3], treatment)).to.equal("ALARM");
    }
  });
});
