import { evaluateOutcomes, type PlanTerms } from "./candidate-archive";
import { type EvaluationTask } from "./evaluation";
import { type EvaluateAll } from "./evaluation-pool";
import { type Objective, shortfall } from "./objective";

/** How much more traffic settings bear. */
export interface Headroom {
  /** Largest multiple of the traffic, of those tried, with which every seed keeps the objectives; 0 for none. */
  readonly multiple: number;
  /** Smallest that breaks one; null when the largest that was tried holds. */
  readonly breaksAt: number | null;
  /** The objectives that it breaks, as written. */
  readonly broken: readonly string[];
}

const firstMultiples = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8];
/** Multiples that are tried between the last that holds and the first that does not. */
const refinements = 7;

/**
 * The largest traffic that settings bear: every rate and the number of requests multiplied.
 *
 * Objectives of cost are left out: more traffic costs more.
 *
 * @param task The settings, with any seed.
 */
export async function findHeadroom(
  terms: PlanTerms,
  task: EvaluationTask,
  objectives: readonly Objective[],
  evaluateAll: EvaluateAll,
): Promise<Headroom> {
  const held = objectives.filter(({ subject }) => subject.kind !== "costPerMonth");
  const attempt = async (multiples: readonly number[]): Promise<Trial[]> => {
    const tasks = multiples.flatMap((trafficMultiple) =>
      terms.seeds.map((seed) => ({ ...task, seed, trafficMultiple })),
    );
    const outcomes = await evaluateOutcomes(terms, tasks, evaluateAll);
    return multiples.map((multiple, index) => {
      const own = outcomes.slice(index * terms.seeds.length, (index + 1) * terms.seeds.length);
      const broken = held.filter((objective) =>
        own.some((outcome) => shortfall(objective, outcome) > 0),
      );
      return { multiple, broken: broken.map(({ text }) => text) };
    });
  };
  const coarse = edge(await attempt(firstMultiples));
  if (coarse.breaksAt === null || coarse.multiple === 0) return coarse;
  const step = (coarse.breaksAt - coarse.multiple) / (refinements + 1);
  const between = Array.from({ length: refinements }, (_, index) =>
    Number((coarse.multiple + step * (index + 1)).toFixed(3)),
  );
  const fine = edge([
    { multiple: coarse.multiple, broken: [] },
    ...(await attempt(between)),
    { multiple: coarse.breaksAt, broken: coarse.broken },
  ]);
  return fine;
}

interface Trial {
  readonly multiple: number;
  readonly broken: readonly string[];
}

/** Between the trials that hold, from the first on, and the first that does not. */
function edge(trials: readonly Trial[]): Headroom {
  const first = trials.findIndex(({ broken }) => broken.length > 0);
  const last = first < 0 ? trials.at(-1) : trials[first - 1];
  const breaking = trials[first];
  return {
    multiple: last?.multiple ?? 0,
    breaksAt: breaking?.multiple ?? null,
    broken: breaking?.broken ?? [],
  };
}
