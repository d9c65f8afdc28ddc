import { expect } from "chai";
import fc from "fast-check";

import { AlarmWindow, readValues } from "../../../simulator/engine/alarm-window";
import { MetricStore } from "../../../simulator/engine/metric-store";
import {
  type AlarmDefinition,
  type MetricId,
  type MetricQuery,
} from "../../../simulator/engine/types";

const ids: readonly MetricId[] = ["waiting", "ended", "gpu"].map((name) => ({
  ...{ namespace: "Test", name, dimensions: { EndpointName: "summaries" } },
}));

function alarmOn(watched: Partial<AlarmDefinition>): AlarmDefinition {
  return {
    ...{ name: "alarm", metric: null, statistic: null, periodSeconds: 60, threshold: 1 },
    ...{ evaluationPeriods: 5, datapointsToAlarm: 5, actionsEnabled: true },
    ...{ comparisonOperator: "LessThanThreshold", treatMissingData: "missing" },
    ...{ alarmActions: [], okActions: [], insufficientDataActions: [] },
    ...watched,
  };
}

function alarmOnMath(expression: string): AlarmDefinition {
  const terms = ids.map((metric): MetricQuery => {
    const source = { kind: "metric", metric, statistic: "Sum", periodSeconds: 60 } as const;
    return { id: metric.name, label: null, returnData: false, source };
  });
  const source = { kind: "expression", expression, periodSeconds: null } as const;
  return alarmOn({ queries: [...terms, { id: "sum", label: null, returnData: true, source }] });
}

const alarms: Readonly<Record<string, AlarmDefinition>> = {
  "one metric": alarmOn({ metric: ids[0]!, statistic: "Average" }),
  "one metric in periods of three minutes": alarmOn({
    ...{ metric: ids[0]!, statistic: "Maximum", periodSeconds: 180 },
  }),
  "a sum with filled gaps": alarmOnMath("waiting + FILL(ended, 0) + IF(FILL(gpu, 0) > 1, 1, 0)"),
  "what looks back": alarmOnMath("waiting + FILL(ended, REPEAT)"),
};

/** What comes to a metric: about which minute, counted back from now, how much, and how many minutes later it is readable. */
const arrival = fc.record({
  metric: fc.nat({ max: ids.length - 1 }),
  minutesBack: fc.oneof(fc.constant(1), fc.nat({ max: 9 })),
  value: fc.nat({ max: 3 }),
  delay: fc.constantFrom(0, 0, 1, 2, 5, Infinity),
});
/** What comes between one evaluation and the next, and how far the range moves. */
const minutes = fc.array(
  fc.record({
    arrivals: fc.array(arrival, { maxLength: 3 }),
    moves: fc.constantFrom(1, 1, 1, 0, 2, 12, -1),
  }),
  { minLength: 3, maxLength: 30 },
);

describe("the window of an alarm", () => {
  for (const [title, alarm] of Object.entries(alarms)) {
    it(`holds what a reading of the whole range gives, of ${title}`, () => {
      fc.assert(
        fc.property(minutes, (steps) => {
          const metrics = new MetricStore({ now: 0 });
          const window = new AlarmWindow(alarm, metrics, 5);
          let now = 6000;
          let end = 6000;
          for (const { arrivals, moves } of steps) {
            now += 60;
            end += 60 * moves;
            for (const { metric, minutesBack, value, delay } of arrivals) {
              const series = metrics.open(ids[metric]!, "None");
              series.add(now - 60 * minutesBack, 1, value, value, value, now + 60 * delay);
            }
            const start = end - 5 * alarm.periodSeconds;
            const fresh = new Float64Array(5);

            window.read(start, now);

            readValues(alarm, metrics, start, end, now, fresh);
            expect(window.values).to.deep.equal(fresh);
          }
        }),
        { numRuns: 150, seed: 8 },
      );
    });
  }

  it("reads on after old periods are forgotten", () => {
    const metrics = new MetricStore({ now: 0 });
    const alarm = alarms["one metric"]!;
    const window = new AlarmWindow(alarm, metrics, 5);
    const days = 3 * 1440;
    for (let minute = 0; minute < days; minute++) {
      metrics.open(ids[0]!, "None").add(60 * minute, 1, minute, minute, minute, 0);
      window.read(60 * (minute - 4), 60 * minute + 60);
      if (minute % 60 === 0) metrics.prune(60 * (minute - 1440));
    }

    expect([...window.values]).to.deep.equal([-5, -4, -3, -2, -1].map((back) => days + back));
  });
});
