import { type Distribution } from "../simulator/engine/types";
import { evaluateOutcomes, type PlanTerms } from "./candidate-archive";
import { type EvaluationTask, taskScenario } from "./evaluation";
import { type EvaluateAll } from "./evaluation-pool";
import { measuredValue, type Objective, type Outcome } from "./objective";
import { type PlannedSettings, settingsTask } from "./planned-settings";
import { mean } from "./statistics";

/** What one change to the settings, or to what they stand on, would do. */
export interface Lever {
  readonly change: string;
  /** Of the latency that the plan looks at, seconds; below 0 is faster. */
  readonly latencySeconds: number;
  /** US dollars a month; below 0 is cheaper. */
  readonly costPerMonth: number;
}

/**
 * Changes settings one at a time and says what each does: what binds is what a change moves.
 *
 * @param outcomes Of the settings themselves, with the terms' seeds.
 */
export async function pullLevers(
  terms: PlanTerms,
  settings: PlannedSettings,
  outcomes: readonly Outcome[],
  latency: Objective,
  evaluateAll: EvaluateAll,
): Promise<Lever[]> {
  const changes = leverTasks(terms, settings);
  const tasks = changes.flatMap(({ task }) => terms.seeds.map((seed) => ({ ...task, seed })));
  const changed = await evaluateOutcomes(terms, tasks, evaluateAll);
  const [latencyNow, costNow] = means(latency, outcomes);
  return changes.map(({ change }, index) => {
    const own = changed.slice(index * terms.seeds.length, (index + 1) * terms.seeds.length);
    const [latencyThen, costThen] = means(latency, own);
    return {
      change,
      latencySeconds: latencyThen - latencyNow,
      costPerMonth: costThen - costNow,
    };
  });
}

function means(latency: Objective, outcomes: readonly Outcome[]): [number, number] {
  return [
    mean(outcomes.map((outcome) => measuredValue(latency, outcome))),
    mean(outcomes.map(({ costPerMonth }) => costPerMonth)),
  ];
}

interface LeverTask {
  readonly change: string;
  readonly task: EvaluationTask;
}

function leverTasks(terms: PlanTerms, settings: PlannedSettings): LeverTask[] {
  const { problem, windows } = terms;
  const { maxCapacity, minCapacity, backlogTarget, wakeUpInstances, idleScaleInSeconds } = settings;
  const task = (changed: Partial<PlannedSettings>): EvaluationTask =>
    settingsTask(problem, { ...settings, ...changed }, windows, 0);
  const { provisionSeconds, metricDelaySeconds } = taskScenario(problem, task({})).platform;
  const platform = (change: EvaluationTask["platform"]): EvaluationTask => ({
    ...task({}),
    ...(change === undefined ? {} : { platform: change }),
  });
  return [
    {
      change: `instances: \`maxCapacity\` ${maxCapacity + 1} instead of ${maxCapacity}`,
      task: task({ maxCapacity: maxCapacity + 1 }),
    },
    ...(minCapacity < maxCapacity
      ? [
          {
            change: `an instance that never sleeps: \`minCapacity\` ${minCapacity + 1} instead of ${minCapacity}`,
            task: task({ minCapacity: minCapacity + 1, warmUp: null }),
          },
        ]
      : []),
    {
      change: "start-up: instances that are ready in half the time",
      task: platform({ provisionSeconds: scaled(provisionSeconds, 0.5) }),
    },
    {
      change: "alarms: metrics that can be read at once",
      task: platform({ metricDelaySeconds: scaled(metricDelaySeconds, 0) }),
    },
    ...(backlogTarget > 1
      ? [
          {
            change: `backlog: \`backlogTarget\` ${backlogTarget / 2} instead of ${backlogTarget}`,
            task: task({ backlogTarget: backlogTarget / 2 }),
          },
        ]
      : []),
    ...(minCapacity === 0 && wakeUpInstances < maxCapacity
      ? [
          {
            change: `wake-up: \`wakeUpInstances\` ${wakeUpInstances + 1} instead of ${wakeUpInstances}`,
            task: task({ wakeUpInstances: wakeUpInstances + 1 }),
          },
        ]
      : []),
    ...(settings.scaleOutCooldownSeconds > 0
      ? [
          {
            change: `cooldown: \`scaleOutCooldownSeconds\` 0 instead of ${settings.scaleOutCooldownSeconds}`,
            task: task({ scaleOutCooldownSeconds: 0 }),
          },
        ]
      : []),
    ...(idleScaleInSeconds > shortestIdle
      ? [
          {
            change: `idle window: ${idleScaleInSeconds / 2} s instead of ${idleScaleInSeconds} s (a \`longestInvocationSeconds\` that short must be true)`,
            task: task({ idleScaleInSeconds: Math.max(shortestIdle, idleScaleInSeconds / 2) }),
          },
        ]
      : []),
  ];
}

/** An alarm's period. */
const shortestIdle = 60;

function scaled(distribution: Distribution, factor: number): Distribution {
  switch (distribution.kind) {
    case "constant":
      return { kind: "constant", value: distribution.value * factor };
    case "exponential":
      return factor === 0 ? zero : { kind: "exponential", mean: distribution.mean * factor };
    case "uniform":
      return { kind: "uniform", min: distribution.min * factor, max: distribution.max * factor };
    case "lognormal":
      return factor === 0
        ? zero
        : { kind: "lognormal", p50: distribution.p50 * factor, p90: distribution.p90 * factor };
    case "empirical":
      return { kind: "empirical", values: distribution.values.map((value) => value * factor) };
    default:
      return distribution satisfies never;
  }
}

const zero: Distribution = { kind: "constant", value: 0 };
