import { type EvaluationTask, type PlanProblem } from "./evaluation";
import { type EvaluateAll } from "./evaluation-pool";
import { monthlyCost } from "./monthly-cost";
import { type Objective, type Outcome, shortfall } from "./objective";
import { type PlannedSettings, settingsTask } from "./planned-settings";
import { type ScheduleWindow } from "./schedule-windows";
import { type Point, type SearchSpace } from "./search-space";
import { mean } from "./statistics";

/** Settings and what came of them, with one seed after the other. */
export interface Candidate {
  readonly point: Point;
  readonly settings: PlannedSettings;
  /** By seed, in the order of the plan's seeds; the first so many of them. */
  readonly outcomes: readonly Outcome[];
}

/** How settings fare against objectives. */
export interface Standing {
  /** By how much they miss them, of the worst seed; 0 when every seed keeps all of them. */
  readonly shortfall: number;
  /** US dollars a month, the mean over the seeds. */
  readonly cost: number;
}

/** What a plan is made on. */
export interface PlanTerms {
  readonly problem: PlanProblem;
  /** How often the traffic comes in a month. */
  readonly runsPerMonth: number;
  /** When a schedule would hold instances up. */
  readonly windows: readonly ScheduleWindow[];
  /** Every settings are tried with the same seeds: what tells them apart is then the settings. */
  readonly seeds: readonly number[];
}

/** Outcomes of tasks, in their order. */
export async function evaluateOutcomes(
  { problem, runsPerMonth }: PlanTerms,
  tasks: readonly EvaluationTask[],
  evaluateAll: EvaluateAll,
): Promise<Outcome[]> {
  const evaluations = await evaluateAll(tasks);
  return evaluations.map((evaluation, index) => {
    const task = tasks[index];
    const price = problem.hosts[task?.host ?? 0]?.pricePerHour ?? NaN;
    const least = task?.scaling?.minCapacity ?? 0;
    return { evaluation, costPerMonth: monthlyCost(evaluation, least, price, runsPerMonth) };
  });
}

/** Everything that was tried, each settings once. */
export class CandidateArchive {
  private readonly found = new Map<string, Candidate>();
  private spent = 0;

  constructor(
    readonly space: SearchSpace,
    private readonly terms: PlanTerms,
    private readonly evaluateAll: EvaluateAll,
  ) {}

  /** Evaluations so far: settings times seeds. */
  get evaluations(): number {
    return this.spent;
  }

  candidates(): Candidate[] {
    return [...this.found.values()];
  }

  has(point: Point): boolean {
    return this.found.has(keyOf(point));
  }

  /**
   * Tries points with the first so many seeds, except for those that they were tried with before.
   *
   * @returns Those of them that are settings at all, without repetition.
   */
  async measure(points: readonly Point[], seedCount: number): Promise<Candidate[]> {
    const wanted = new Map<string, Candidate>();
    for (const point of points) {
      const key = keyOf(point);
      const known = this.found.get(key);
      const settings = known?.settings ?? this.space.settings(point);
      if (settings !== undefined && !wanted.has(key)) {
        wanted.set(key, known ?? { point, settings, outcomes: [] });
      }
    }
    const { seeds, problem, windows } = this.terms;
    const jobs = [...wanted].flatMap(([key, { settings, outcomes }]) =>
      seeds
        .slice(outcomes.length, seedCount)
        .map((seed) => ({ key, task: settingsTask(problem, settings, windows, seed) })),
    );
    const results = await evaluateOutcomes(
      this.terms,
      jobs.map(({ task }) => task),
      this.evaluateAll,
    );
    this.spent += jobs.length;
    const fresh = new Map<string, Outcome[]>();
    for (const [index, { key }] of jobs.entries()) {
      const outcome = results[index];
      if (outcome !== undefined) fresh.set(key, [...(fresh.get(key) ?? []), outcome]);
    }
    return [...wanted].map(([key, candidate]) => {
      const outcomes = [...candidate.outcomes, ...(fresh.get(key) ?? [])];
      const grown = { ...candidate, outcomes };
      this.found.set(key, grown);
      return grown;
    });
  }
}

/** How a candidate fares, over all of its seeds or the first so many. */
export function standing(
  { outcomes }: Candidate,
  objectives: readonly Objective[],
  seedCount = outcomes.length,
): Standing {
  const judged = outcomes.slice(0, seedCount);
  const missed = judged.map((outcome) =>
    objectives.reduce((sum, objective) => sum + shortfall(objective, outcome), 0),
  );
  return {
    shortfall: Math.max(...missed),
    cost: mean(judged.map(({ costPerMonth }) => costPerMonth)),
  };
}

/**
 * The better first: what misses its objectives by less, then what is cheaper by a thousandth or more, then what is faster by
 * some hundredths for the same money, then what is nearer to where the search began: of settings that make no difference the
 * usual ones are kept.
 */
export function rank(
  space: SearchSpace,
  candidates: readonly Candidate[],
  objectives: readonly Objective[],
  seedCount?: number,
): Candidate[] {
  return candidates
    .map((candidate) => {
      const { shortfall: missed, cost } = standing(candidate, objectives, seedCount);
      return {
        candidate,
        missed,
        cost: rung(cost, 1000),
        slow: rung(meanP95(candidate, seedCount), 30),
        far: distance(space, candidate.point),
      };
    })
    .sort(
      (a, b) =>
        a.missed - b.missed ||
        a.cost - b.cost ||
        a.slow - b.slow ||
        a.far - b.far ||
        comparePoints(a.candidate.point, b.candidate.point),
    )
    .map(({ candidate }) => candidate);
}

/** The rung of a geometric ladder that a positive number is on; one is that part of the number away from the next. */
function rung(value: number, part: number): number {
  return Math.round(Math.log(Math.max(value, Number.MIN_VALUE)) * part);
}

function meanP95({ outcomes }: Candidate, seedCount = outcomes.length): number {
  const judged = outcomes.slice(0, seedCount);
  return mean(judged.map(({ evaluation }) => evaluation.latencySeconds.total?.p95 ?? Infinity));
}

function distance(space: SearchSpace, point: Point): number {
  return space.axes.reduce(
    (sum, { start }, index) => sum + Math.abs((point[index] ?? start) - start),
    0,
  );
}

function comparePoints(a: Point, b: Point): number {
  const place = a.findIndex((choice, index) => choice !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

function keyOf(point: Point): string {
  return point.join(",");
}
