import {
  type Candidate,
  type CandidateArchive,
  evaluateOutcomes,
  type PlanTerms,
  rank,
  standing,
} from "./candidate-archive";
import { type EvaluateAll } from "./evaluation-pool";
import { fareOf } from "./fare";
import { type Objective } from "./objective";
import { settingsTask } from "./planned-settings";

/** What settings are confirmed by. */
export interface ConfirmationTerms extends PlanTerms {
  /** With what is implied (`completeObjectives`). */
  readonly objectives: readonly Objective[];
  /** Seeds that the search has not seen. */
  readonly confirmationSeeds: readonly number[];
}

/** Settings that are tried with fresh seeds at most, and how many at a time. */
const mostConfirmed = 40;
const atATime = 4;

/** Who failed by a latency is followed only by who is faster by that much. */
const worthTrying = 0.98;

/** Who failed by a count, such as that of expired requests, is followed only by who costs that much more. */
const worthMore = 1.01;

/**
 * Tries the cheapest settings that keep the objectives with seeds that had no part in their choice, until some keep them with
 * all of those too: the cheapest of many is likely to have been lucky. Where none do, those that come nearest.
 *
 * @param seedCount Seeds that the search used.
 */
export async function confirmBest(
  request: ConfirmationTerms,
  archive: CandidateArchive,
  seedCount: number,
  evaluateAll: EvaluateAll,
): Promise<Candidate> {
  const { objectives } = request;
  const tried = archive.candidates().filter(({ outcomes }) => outcomes.length >= seedCount);
  let waiting = rank(archive.space, tried, objectives);
  const confirmed: Candidate[] = [];
  while (waiting.length > 0 && confirmed.length < mostConfirmed) {
    const batch = await withFreshSeeds(request, waiting.slice(0, atATime), evaluateAll);
    confirmed.push(...batch);
    waiting = waiting.slice(atATime);
    const kept = batch.find((candidate) => standing(candidate, objectives).shortfall === 0);
    if (kept !== undefined) return kept;
    // Nothing kept the objectives in the search itself: more of the same will not.
    if (batch.every((candidate) => standing(candidate, objectives, seedCount).shortfall > 0)) break;
    const bars = latencyBars(batch, objectives, seedCount);
    const dearest = Math.max(...batch.map((each) => standing(each, objectives, seedCount).cost));
    waiting = waiting.filter((candidate) =>
      bars.size > 0
        ? isFaster(candidate, bars, seedCount)
        : standing(candidate, objectives, seedCount).cost >= dearest * worthMore,
    );
  }
  const best = rank(archive.space, confirmed, objectives)[0];
  if (best === undefined) throw new Error("The search found no settings at all");
  return best;
}

async function withFreshSeeds(
  request: ConfirmationTerms,
  batch: readonly Candidate[],
  evaluateAll: EvaluateAll,
): Promise<Candidate[]> {
  const { problem, windows, confirmationSeeds } = request;
  const tasks = batch.flatMap(({ settings }) =>
    confirmationSeeds.map((seed) => settingsTask(problem, settings, windows, seed)),
  );
  const outcomes = await evaluateOutcomes(request, tasks, evaluateAll);
  const count = confirmationSeeds.length;
  return batch.map((candidate, index) => ({
    ...candidate,
    outcomes: [...candidate.outcomes, ...outcomes.slice(index * count, (index + 1) * count)],
  }));
}

/** For each latency that was missed: the shortest, in the search, of those that missed it. */
function latencyBars(
  failed: readonly Candidate[],
  objectives: readonly Objective[],
  seedCount: number,
): Map<Objective, number> {
  const bars = new Map<Objective, number>();
  for (const candidate of failed) {
    for (const { objective, keptIn } of fareOf(candidate.outcomes, objectives).objectives) {
      if (objective.subject.kind !== "latency" || keptIn === candidate.outcomes.length) continue;
      const own = worstInSearch(candidate, objective, seedCount);
      bars.set(objective, Math.min(own, bars.get(objective) ?? Infinity));
    }
  }
  return bars;
}

function isFaster(
  candidate: Candidate,
  bars: ReadonlyMap<Objective, number>,
  seedCount: number,
): boolean {
  return [...bars].every(
    ([objective, bar]) => worstInSearch(candidate, objective, seedCount) <= bar * worthTrying,
  );
}

function worstInSearch({ outcomes }: Candidate, objective: Objective, seedCount: number): number {
  return fareOf(outcomes.slice(0, seedCount), [objective]).objectives[0]?.worst ?? Infinity;
}
