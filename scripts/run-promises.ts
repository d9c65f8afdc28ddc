import { holds, measuredValue, type Objective } from "../planner/objective";
import { type RunResult } from "../simulator/scenario/result";
import { UsageError } from "./run-command";

/** Whether a run kept one of its objectives. */
export interface KeptPromise {
  readonly objective: Objective;
  /** Seconds, requests, a share, instances: as the objective counts. Infinity for a latency of which there is none. */
  readonly value: number;
  readonly isKept: boolean;
}

/**
 * Refuses objectives that a single run cannot be held to.
 *
 * @throws UsageError
 */
export function checkRunObjectives(objectives: readonly Objective[]): void {
  for (const { subject, text } of objectives) {
    if (subject.kind === "costPerMonth") {
      throw new UsageError(
        `\`--slo\` is ${JSON.stringify(text)}; a run has no cost of a month: cap its own with \`--max-cost\`, or ask \`npm run plan\``,
      );
    }
  }
}

/** Holds a run to its objectives. */
export function judgeRun(objectives: readonly Objective[], result: RunResult): KeptPromise[] {
  const { totals, latencySeconds, instances, timeline } = result;
  const outcome = {
    costPerMonth: Number.NaN,
    evaluation: {
      ...{ totals, latencySeconds },
      peakInstances: instances.peak,
      instanceSeconds: instances.instanceSeconds,
      endSeconds: timeline.seconds.at(-1) ?? 0,
    },
  };
  return objectives.map((objective) => {
    const value = measuredValue(objective, outcome);
    return { objective, value, isKept: holds(objective, value) };
  });
}

/** A line for each objective: `✓ kept   p95<15m: 723.4 s`. */
export function promiseLines(promises: readonly KeptPromise[]): string {
  return promises
    .map(
      (promise) =>
        `${promise.isKept ? "✓ kept  " : "✕ broken"} ${promise.objective.text}: ${measuredText(promise)}\n`,
    )
    .join("");
}

/** What came of an objective, in its unit. */
export function measuredText({ objective, value }: KeptPromise): string {
  if (value === Infinity) return "nothing was measured";
  const { kind } = objective.subject;
  return kind === "latency"
    ? `${Number(value.toPrecision(4))} s`
    : kind === "share"
      ? `${Number((100 * value).toPrecision(4))} %`
      : `${value}`;
}
