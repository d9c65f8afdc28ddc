import { expect } from "chai";
import { parseScenario } from "../../simulator/scenario/parse-scenario";
import { runScenario } from "../../simulator/scenario/run";
import { type RunResult } from "../../simulator/scenario/result";
import { type Json, scenario } from "../simulator/scenario/scenario-fixture";
import { runCold } from "./cold-run";
import { evidence } from "./evidence";

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

/** The middle of a figure over the seeds, and the range that nine tenths of them are in. */
interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { median: at(0.5), low: at(0.05), high: at(0.95) };
}

function text({ median, low, high }: Spread, unit: string, digits = 0): string {
  return `${median.toFixed(digits)} ${unit} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/** A run on the platform's defaults, those of the fixture taken off. */
function run(change: Json): RunResult {
  return runScenario(scenario({ platform: {}, ...change }));
}

evidence("Published observations", (show) => {
  it("gives the parts of the published cold run of an ml.g5.2xlarge", () => {
    const platform = { provisionSeconds: { kind: "constant", value: 643 - 396 } } as const;
    const runs = seeds.map((seed) => runCold({ seed, serviceSeconds: 396, platform }));
    const source = "reference cold run of 2026-08-23";
    for (const [claim, measured, published, unit, digits] of [
      ["Submission to the start of the work", runs.map(({ queue }) => queue), 503, "s", 0],
      ["Submission to the result", runs.map(({ total }) => total), 899, "s", 0],
      ["Result to the end of the scale-in", runs.map(({ cooldown }) => cooldown), 277, "s", 0],
      ["Billed", runs.map(({ billed }) => billed), 920, "s", 0],
      [
        "Cost at 1.515 USD an hour",
        runs.map(({ billed }) => (billed * 1.515) / 3600),
        0.39,
        "USD",
        2,
      ],
    ] as const) {
      const obtained = spread(measured);
      show({
        claim: `${claim}; 247 s until in service, 396 s of work, alarms of 2 and 3 minutes`,
        source,
        expected: `${published} ${unit}`,
        obtained: text(obtained, unit, digits),
      });
      expect(published).to.be.within(obtained.low, obtained.high);
    }
  });

  it("takes an ml.g5.xlarge from zero to work in the published time", () => {
    const platform = { provisionSeconds: { kind: "uniform", min: 180, max: 300 } } as const;
    const runs = seeds.map((seed) => runCold({ seed, serviceSeconds: 60, platform }));
    const minutes = spread(runs.map(({ queue }) => queue / 60));
    show({
      claim: "Submission to the start of the work from zero instances, 3 to 5 min until in service",
      source: "yomitoku-ocr-worker, runbook of 2026-04",
      expected: "5 to 10 min",
      obtained: text(minutes, "min", 1),
    });
    expect(minutes.median).to.be.within(5, 10);
    expect(minutes.low).to.be.at.least(5);
  });

  it("raises AlarmHigh some five minutes after the load, and jumps to the maximum at once", () => {
    const measured = seeds.map((seed) => {
      // Any second of a minute is as likely; the seeds go through them evenly.
      const begin = 1800 + ((seed * 37) % 60);
      const arrivals = Array.from({ length: 1200 }, (_, index) => begin + index / 2);
      const { scalingActivities } = runScenario(
        parseScenario(
          {
            seed,
            workload: { arrivals: { kind: "trace", file: "load.csv" } },
            endpoint: { initialInstanceCount: 1, maxConcurrentInvocationsPerInstance: 1 },
            model: { serviceTimeSeconds: { kind: "constant", value: 60 } },
            scaling: { minCapacity: 1, maxCapacity: 4 },
            maxSeconds: 3000,
          },
          () => ["seconds", ...arrivals].join("\n"),
        ),
      );
      const [first] = scalingActivities;
      return { minutes: ((first?.startSeconds ?? NaN) - begin) / 60, first };
    });
    const minutes = spread(measured.map(({ minutes: until }) => until));
    show({
      claim: "Start of the load to the scale-out of target tracking",
      source: "user reports: about 5 min, and more than 5 min",
      expected: "about 5 min",
      obtained: text(minutes, "min", 1),
    });
    show({
      claim: "That scale-out, at most 4 instances allowed",
      source: "user report: straight from 1 to the limit 4",
      expected: "1 → 4",
      obtained: [...new Set(measured.map(({ first }) => `${first?.from} → ${first?.to}`))].join(),
    });
    expect(minutes.median).to.be.within(4.5, 6);
  });

  it("takes as long for 48 instances as a published activity did", () => {
    const minutes = spread(
      seeds.slice(0, 60).map((seed) => {
        const { scalingActivities } = run({
          seed,
          workload: { requests: 1, arrivals: { kind: "at-once" } },
          scaling: {
            maxCapacity: 48,
            targetTracking: null,
            scaleFromZero: null,
            scheduledActions: [{ atSeconds: 60, minCapacity: 48 }],
          },
          maxSeconds: 3600,
        });
        const [activity] = scalingActivities;
        return ((activity?.endSeconds ?? NaN) - (activity?.startSeconds ?? NaN)) / 60;
      }),
    );
    show({
      claim: "A scale-out to 48 instances (their type is not published; the default is CPU's)",
      source: "DescribeScalingActivities of 2025-03-26, 02:28:13 to 02:35:19",
      expected: "7.1 min",
      obtained: text(minutes, "min", 1),
    });
    expect(7.1).to.be.within(minutes.low, minutes.high);
  });

  it("starts to scale an idle fleet in after fifteen minutes and the delay of metrics", () => {
    const minutes = spread(
      seeds.slice(0, 60).map((seed) => {
        const { scalingActivities } = run({
          seed,
          workload: { requests: 1, arrivals: { kind: "at-once" } },
          endpoint: { initialInstanceCount: 2 },
          scaling: { scaleFromZero: null },
        });
        return (scalingActivities[0]?.startSeconds ?? NaN) / 60;
      }),
    );
    show({
      claim: "Idle to the start of the scale-in by target tracking",
      source: "AlarmLow of 15 min; “about 15 min” in yomitoku-ocr-worker",
      expected: "15 min and 1 to 3 min of delay",
      obtained: text(minutes, "min", 1),
    });
    expect(minutes.low).to.be.at.least(15);
    expect(minutes.high).to.be.at.most(19);
  });

  it("never leaves zero by target tracking alone on a backlog below the target", () => {
    const { scalingActivities, totals } = run({
      workload: { requests: 3, arrivals: { kind: "at-once" } },
      endpoint: { initialInstanceCount: 0 },
      scaling: { scaleFromZero: null },
    });
    show({
      claim: "Backlog 3, target 5, 0 instances: scale-outs, and requests that expire",
      source: "yomitoku-ocr-worker 85defab: none in more than 30 min",
      expected: "0, 3",
      obtained: `${scalingActivities.length}, ${totals.expired}`,
    });
    expect([scalingActivities.length, totals.expired]).to.deep.equal([0, 3]);
  });

  it("kills a long request by target tracking again and again, and spares it with an idle hour", () => {
    const job = {
      workload: {
        requests: 1,
        arrivals: { kind: "at-once" },
        invocationTimeoutSeconds: 3600,
      },
      model: { serviceTimeSeconds: { kind: "constant", value: 2400 } },
    };
    const tracked = run({
      ...job,
      scaling: { maxCapacity: 1, targetTracking: { scaleInCooldownSeconds: 900 } },
    });
    const idle = run({
      ...job,
      scaling: {
        maxCapacity: 1,
        targetTracking: { disableScaleIn: true },
        idleScaleIn: { idleSeconds: 3600 },
      },
    });
    show({
      claim:
        "One request of 40 min under target tracking: requests that succeed, and whether it was cut off",
      source: "yomitoku-ocr-worker and workbench: a loop that never completes a request",
      expected: "0, again and again",
      obtained: `${tracked.totals.succeeded}, ${tracked.totals.interrupted} times`,
    });
    show({
      claim: "The same with scale-in after an idle hour only",
      source: "workbench 2d51002: the cure",
      expected: "1, never",
      obtained: `${idle.totals.succeeded}, ${idle.totals.interrupted === 0 ? "never" : "cut off"}`,
    });
    expect(tracked.totals.succeeded).to.equal(0);
    expect(tracked.totals.interrupted).to.be.above(2);
    expect(idle.totals).to.include({ succeeded: 1, interrupted: 0 });
  });
});
