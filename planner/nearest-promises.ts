import { type Candidate, type CandidateArchive, rank, standing } from "./candidate-archive";
import { fareOf } from "./fare";
import { type Objective } from "./objective";
import { type PlannedSettings } from "./planned-settings";

/** What can be promised in place of objectives that cannot be kept all at once. */
export interface Compromise {
  readonly settings: PlannedSettings;
  readonly costPerMonth: number;
  /** The objectives that give way, each with the value that its worst run reached. */
  readonly given: readonly { readonly objective: Objective; readonly reached: number }[];
}

/**
 * The nearest feasible promises: that of the recommended settings, which miss the objectives by least, and for each
 * objective the cheapest settings tried that keep all others, where there are any.
 *
 * @param nearest The settings that come nearest.
 */
export function nearestPromises(
  archive: CandidateArchive,
  nearest: Candidate,
  objectives: readonly Objective[],
  seedCount: number,
): Compromise[] {
  const tried = archive.candidates().filter(({ outcomes }) => outcomes.length >= seedCount);
  const compromises = [compromiseOf(nearest, objectives)];
  for (const objective of objectives) {
    const others = objectives.filter((other) => other !== objective);
    const best = rank(archive.space, tried, others)[0];
    if (best !== undefined && standing(best, others).shortfall === 0) {
      compromises.push(compromiseOf(best, objectives));
    }
  }
  const seen = new Set<string>();
  return compromises.filter((compromise) => {
    const key = JSON.stringify(
      compromise.given.map(({ objective, reached }) => [objective.text, reached]),
    );
    return compromise.given.length > 0 && !seen.has(key) && seen.add(key);
  });
}

function compromiseOf(candidate: Candidate, objectives: readonly Objective[]): Compromise {
  const fare = fareOf(candidate.outcomes, objectives);
  return {
    settings: candidate.settings,
    costPerMonth: fare.costPerMonth.mean,
    given: fare.objectives
      .filter(({ keptIn }) => keptIn < fare.runs)
      .map(({ objective, worst }) => ({ objective, reached: worst })),
  };
}
