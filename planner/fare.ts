import { holds, measuredValue, type Objective, type Outcome } from "./objective";
import { type Estimate, estimate } from "./statistics";

/** How settings keep one objective. */
export interface ObjectiveFare {
  readonly objective: Objective;
  readonly value: Estimate;
  /** Of so many runs as there are seeds. */
  readonly keptIn: number;
  /** The value of the run that keeps it least. */
  readonly worst: number;
}

/** How settings fare over several seeds. */
export interface Fare {
  readonly runs: number;
  readonly costPerMonth: Estimate;
  readonly objectives: readonly ObjectiveFare[];
  readonly p50Seconds: Estimate;
  readonly p95Seconds: Estimate;
  readonly peakInstances: Estimate;
  readonly instanceHours: Estimate;
  /** Of all requests, 0 to 1. */
  readonly succeededShare: Estimate;
  readonly expired: Estimate;
}

/** Sums up what came of settings, one outcome a seed. */
export function fareOf(outcomes: readonly Outcome[], objectives: readonly Objective[]): Fare {
  const over = (value: (outcome: Outcome) => number): Estimate => estimate(outcomes.map(value));
  const total = (figure: "p50" | "p95"): Estimate =>
    over(({ evaluation }) => evaluation.latencySeconds.total?.[figure] ?? Infinity);
  return {
    runs: outcomes.length,
    costPerMonth: over(({ costPerMonth }) => costPerMonth),
    objectives: objectives.map((objective) => objectiveFare(objective, outcomes)),
    p50Seconds: total("p50"),
    p95Seconds: total("p95"),
    peakInstances: over(({ evaluation }) => evaluation.peakInstances),
    instanceHours: over(({ evaluation }) => evaluation.instanceSeconds / 3600),
    succeededShare: over(({ evaluation: { totals } }) => totals.succeeded / totals.submitted),
    expired: over(({ evaluation }) => evaluation.totals.expired),
  };
}

function objectiveFare(objective: Objective, outcomes: readonly Outcome[]): ObjectiveFare {
  const values = outcomes.map((outcome) => measuredValue(objective, outcome));
  const prefersMore = objective.comparison === ">" || objective.comparison === ">=";
  return {
    objective,
    value: estimate(values),
    keptIn: values.filter((value) => holds(objective, value)).length,
    worst: prefersMore ? Math.min(...values) : Math.max(...values),
  };
}
