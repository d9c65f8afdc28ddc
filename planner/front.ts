import { type Candidate, type CandidateArchive, rank, standing } from "./candidate-archive";
import { measuredValue, type Objective } from "./objective";
import { improve, type SearchEffort } from "./search";
import { mean } from "./statistics";

/** Settings that nothing tried beats in both cost and latency. */
export interface FrontPoint {
  readonly candidate: Candidate;
  readonly costPerMonth: number;
  /** Mean over the seeds. */
  readonly latencySeconds: number;
}

/** A point is that much faster than the one before it: half a minute of a quarter of an hour. */
const worthARow = 0.97;

/** Latencies that are searched for on purpose, between the least and the largest of what was tried. */
const levels = 8;

/** A walk for a level takes less than that for the answer. */
const levelEffort = { beam: 2, rounds: 4 };

/**
 * Searches for settings of every latency that can be had, from the slowest that was tried to the fastest.
 *
 * @param latency The latency that the front is to draw; its limit does not matter.
 * @param objectives All of the plan's.
 */
export async function searchFront(
  archive: CandidateArchive,
  latency: Objective,
  objectives: readonly Objective[],
  effort: SearchEffort,
): Promise<void> {
  const others = withoutLatencies(objectives);
  // One seed tells the range: most of what was tried was tried with no more.
  const reached = paretoFront(archive, latency, others, 1);
  const [slowest, fastest] = [reached[0], reached.at(-1)];
  if (slowest === undefined || fastest === undefined) return;
  const ratio = fastest.latencySeconds / slowest.latencySeconds;
  for (let level = 1; level <= levels; level++) {
    const limit = slowest.latencySeconds * ratio ** (level / levels);
    const held = [...others, { ...latency, comparison: "<=", limit } as const];
    const starts = rank(archive.space, archive.candidates(), held, 1).slice(0, levelEffort.beam);
    await improve(
      archive,
      held,
      starts.map(({ point }) => point),
      { ...effort, ...levelEffort },
    );
  }
}

/**
 * The front of cost against latency among what was tried and keeps all objectives but those of latency, cheapest first.
 *
 * @param latency The latency that is drawn.
 * @param objectives All of the plan's.
 */
export function frontOf(
  archive: CandidateArchive,
  latency: Objective,
  objectives: readonly Objective[],
  seedCount: number,
): FrontPoint[] {
  return paretoFront(archive, latency, withoutLatencies(objectives), seedCount);
}

function withoutLatencies(objectives: readonly Objective[]): Objective[] {
  return objectives.filter(({ subject }) => subject.kind !== "latency");
}

function paretoFront(
  archive: CandidateArchive,
  latency: Objective,
  others: readonly Objective[],
  seedCount: number,
): FrontPoint[] {
  const usable = rank(archive.space, archive.candidates(), others, seedCount).filter(
    (candidate) =>
      candidate.outcomes.length >= seedCount &&
      standing(candidate, others, seedCount).shortfall === 0,
  );
  const front: FrontPoint[] = [];
  for (const candidate of usable) {
    const latencySeconds = meanValue(latency, candidate, seedCount);
    const fastest = front.at(-1)?.latencySeconds ?? Infinity;
    if (latencySeconds < fastest * worthARow) {
      const { cost } = standing(candidate, others, seedCount);
      front.push({ candidate, latencySeconds, costPerMonth: cost });
    }
  }
  return front;
}

/** The mean over a candidate's seeds, or the first so many of them, of what an objective looks at. */
export function meanValue(
  objective: Objective,
  { outcomes }: Candidate,
  seedCount = outcomes.length,
): number {
  return mean(outcomes.slice(0, seedCount).map((outcome) => measuredValue(objective, outcome)));
}
