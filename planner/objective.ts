import { type ResultTotals } from "../simulator/scenario/result";
import { type LatencyStage, latencyStages } from "../simulator/scenario/request-recorder";
import { type Evaluation } from "./evaluation";

/** An objective that cannot be read. */
export class ObjectiveError extends Error {
  override readonly name = "ObjectiveError";
}

const comparisons = ["<=", ">=", "<", ">", "="] as const;
type Comparison = (typeof comparisons)[number];

const percentiles = ["p50", "p90", "p95", "p99", "max", "mean"] as const;
export type LatencyFigure = (typeof percentiles)[number];

const counts = [
  ...["succeeded", "failed", "expired", "timedOut", "lost", "unfinished"],
  ...["interrupted", "redelivered"],
] as const satisfies readonly (keyof ResultTotals)[];
type CountName = keyof ResultTotals;

/** What an objective looks at. */
export type ObjectiveSubject =
  | { readonly kind: "latency"; readonly stage: LatencyStage; readonly figure: LatencyFigure }
  | { readonly kind: "count"; readonly name: CountName }
  /** Of all requests, 0 to 1. */
  | { readonly kind: "share"; readonly name: CountName }
  | { readonly kind: "peakInstances" }
  /** US dollars. */
  | { readonly kind: "costPerMonth" };

/** A promise that settings are held to, such as `p95<15m`. */
export interface Objective {
  /** As it was written, a latency's limit with its unit. */
  readonly text: string;
  readonly subject: ObjectiveSubject;
  readonly comparison: Comparison;
  /** Seconds, requests, share of all requests, instances or US dollars. */
  readonly limit: number;
}

/** What an objective is measured on: a run, and what a month of it costs. */
export interface Outcome {
  readonly evaluation: Evaluation;
  readonly costPerMonth: number;
}

const secondsByUnit: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

const shape =
  "an objective reads <what><comparison><limit>: `p95<15m` (p50, p90, p95, p99, max or mean of the time to the result; `queue.p95` " +
  "and `service.p95` of its parts; limits in ms, s, m or h), `expired=0` or `failed<1%` (" +
  `${counts.join(", ")}; a number or a percentage), \`peakInstances<=10\`, \`costPerMonth<500\`; comparisons are ${comparisons.join(" ")}`;

/**
 * Reads an objective.
 *
 * @throws ObjectiveError that says what was given and how an objective is written.
 */
export function parseObjective(text: string): Objective {
  const match = /^\s*([A-Za-z][A-Za-z0-9.]*)\s*(<=|>=|<|>|=)\s*([\d.]+)\s*([a-z%]*)\s*$/.exec(text);
  const subject = match === null ? undefined : subjectOf(match[1] ?? "", match[4] === "%");
  const limit =
    match === null ? NaN : Number(match[3]) * (factorOf(subject, match[4] ?? "") ?? NaN);
  if (match === null || subject === undefined || !Number.isFinite(limit)) {
    throw new ObjectiveError(`\`--slo\` is ${JSON.stringify(text)}; ${shape}`);
  }
  // Seconds where nothing else is said: who meant minutes sees it wherever the objective is named.
  const unit = subject.kind === "latency" && match[4] === "" ? "s" : "";
  return {
    text: text.replace(/\s+/g, "") + unit,
    subject,
    comparison: match[2] as Comparison,
    limit,
  };
}

function subjectOf(written: string, isShare: boolean): ObjectiveSubject | undefined {
  const [first = "", second] = written.split(".");
  const stage = second === undefined ? "total" : latencyStages.find((name) => name === first);
  const figure = percentiles.find((name) => name === (second ?? first));
  if (figure !== undefined && stage !== undefined) return { kind: "latency", stage, figure };
  if (written === "peakInstances" || written === "costPerMonth") return { kind: written };
  const name = counts.find((known) => known === written);
  return name === undefined ? undefined : { kind: isShare ? "share" : "count", name };
}

/** What a number with that unit is multiplied by; undefined where the unit does not fit. */
function factorOf(subject: ObjectiveSubject | undefined, unit: string): number | undefined {
  if (subject?.kind === "latency") return secondsByUnit[unit === "" ? "s" : unit];
  if (subject?.kind === "share") return 0.01;
  return unit === "" ? 1 : undefined;
}

/** What is promised unless something else is said of it: nothing is lost on the way. */
const implied = ["expired=0", "timedOut=0", "lost=0", "unfinished=0"];

/** The objectives as given, and for each of {@link implied} that none of them is about, that one. */
export function completeObjectives(given: readonly Objective[]): Objective[] {
  const isAbout = (name: CountName): boolean =>
    given.some(
      ({ subject }) =>
        (subject.kind === "count" || subject.kind === "share") && subject.name === name,
    );
  const defaults = implied.map(parseObjective);
  return [
    ...given,
    ...defaults.filter(({ subject }) => subject.kind === "count" && !isAbout(subject.name)),
  ];
}

/** What came of what an objective looks at; Infinity for a latency of which there is none, as nothing succeeded. */
export function measuredValue(
  { subject }: Objective,
  { evaluation, costPerMonth }: Outcome,
): number {
  const { totals } = evaluation;
  switch (subject.kind) {
    case "latency":
      return evaluation.latencySeconds[subject.stage]?.[subject.figure] ?? Infinity;
    case "count":
      return totals[subject.name];
    case "share":
      return totals[subject.name] / Math.max(1, totals.submitted);
    case "peakInstances":
      return evaluation.peakInstances;
    case "costPerMonth":
      return costPerMonth;
    default:
      return subject satisfies never;
  }
}

/** Whether a measured value keeps an objective. */
export function holds({ comparison, limit }: Objective, value: number): boolean {
  switch (comparison) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case "=":
      return value === limit;
    case ">=":
      return value >= limit;
    case ">":
      return value > limit;
    default:
      return comparison satisfies never;
  }
}

/**
 * By how much an objective is missed, in multiples of its limit; 0 when it holds. A count is missed in hundredths of all
 * requests where its limit is below that, so that one lost request of a thousand counts like a tenth of a latency.
 */
export function shortfall(objective: Objective, outcome: Outcome): number {
  const value = measuredValue(objective, outcome);
  if (holds(objective, value)) return 0;
  const { subject, limit } = objective;
  const { submitted } = outcome.evaluation.totals;
  const least = { latency: 0.001, count: submitted / 100, share: 0.01, peakInstances: 1 };
  const scale = Math.max(
    Math.abs(limit),
    subject.kind === "costPerMonth" ? 1 : least[subject.kind],
  );
  const missed = Math.min(Math.abs(value - limit) / scale, largestShortfall);
  return Math.max(missed, Number.EPSILON);
}

/** Of an objective of which nothing can be measured. */
const largestShortfall = 1e6;
