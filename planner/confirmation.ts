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
import { type Objective, parseObjective } from "./objective";
import { improve, type SearchEffort } from "./search";
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
 * all of those too: the cheapest of many is likely to have been lucky. After each that was, the search goes on with what was
 * missed held more tightly. Where none keep them, those that come nearest.
 *
 * @param effort That of the search.
 */
export async function confirmBest(
  request: ConfirmationTerms,
  archive: CandidateArchive,
  effort: SearchEffort,
  evaluateAll: EvaluateAll,
): Promise<Candidate> {
  const { objectives } = request;
  const { seedCount } = effort;
  const confirmed: Candidate[] = [];
  const seen = new Set<Candidate["settings"]>();
  let tightened = objectives;
  while (confirmed.length < mostConfirmed) {
    const tried = archive.candidates().filter(({ outcomes }) => outcomes.length >= seedCount);
    const next = rank(archive.space, tried, tightened)
      .filter(({ settings }) => !seen.has(settings))
      .slice(0, atATime);
    const isHopeless = next.every(
      (candidate) => standing(candidate, objectives, seedCount).shortfall > 0,
    );
    if (isHopeless && confirmed.length > 0) break;
    for (const { settings } of next) seen.add(settings);
    const batch = await withFreshSeeds(request, next, evaluateAll);
    confirmed.push(...batch);
    const kept = batch.find((candidate) => standing(candidate, objectives).shortfall === 0);
    if (kept !== undefined) return kept;
    if (isHopeless) break;
    const bars = latencyBars(batch, objectives, seedCount);
    const dearest = Math.max(...batch.map((each) => standing(each, objectives, seedCount).cost));
    tightened = [
      ...objectives,
      ...[...bars].map(([objective, bar]): Objective => ({
        ...objective,
        comparison: "<=",
        limit: bar * worthTrying,
      })),
      ...(bars.size > 0 ? [] : [parseObjective(`costPerMonth>=${dearest * worthMore}`)]),
    ];
    const starts = rank(archive.space, archive.candidates(), tightened, 1).slice(0, effort.beam);
    await improve(
      archive,
      tightened,
      starts.map(({ point }) => point),
      effort,
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

function worstInSearch({ outcomes }: Candidate, objective: Objective, seedCount: number): number {
  return fareOf(outcomes.slice(0, seedCount), [objective]).objectives[0]?.worst ?? Infinity;
}
