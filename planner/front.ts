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
  /** US dollars a month for each minute less than the next, slower, point; null for the slowest. */
  readonly dollarsPerMinute: number | null;
}

/** A point is that much faster than the one before it: half a minute of a quarter of an hour. */
const worthARow = 0.97;

/** Latencies that are searched for on purpose, between the least and the largest of what was tried. */
const levels = 8;

/** A walk for a level takes less than that for the answer. */
const levelEffort = { beam: 2, rounds: 4 };

/**
 * The front of cost against latency among settings that keep all objectives but those of latency, cheapest first.
 *
 * @param latency The latency that is drawn; its limit does not matter.
 * @param objectives All of the plan's.
 */
export async function findFront(
  archive: CandidateArchive,
  latency: Objective,
  objectives: readonly Objective[],
  effort: SearchEffort,
): Promise<FrontPoint[]> {
  const others = objectives.filter(({ subject }) => subject.kind !== "latency");
  // One seed tells the range: most of what was tried was tried with no more.
  const reached = paretoFront(archive, latency, others, 1);
  const [slowest, fastest] = [reached[0], reached.at(-1)];
  if (slowest === undefined || fastest === undefined) return [];
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
  return paretoFront(archive, latency, others, effort.seedCount);
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
  const front: Omit<FrontPoint, "dollarsPerMinute">[] = [];
  for (const candidate of usable) {
    const latencySeconds = meanValue(latency, candidate, seedCount);
    const fastest = front.at(-1)?.latencySeconds ?? Infinity;
    if (latencySeconds < fastest * worthARow) {
      const { cost } = standing(candidate, others, seedCount);
      front.push({ candidate, latencySeconds, costPerMonth: cost });
    }
  }
  return front.map((point, index) => {
    const slower = front[index - 1];
    const minutes = slower === undefined ? 0 : (slower.latencySeconds - point.latencySeconds) / 60;
    const dollars = slower === undefined ? 0 : point.costPerMonth - slower.costPerMonth;
    return { ...point, dollarsPerMinute: minutes > 0 ? dollars / minutes : null };
  });
}

/** The mean over a candidate's seeds, or the first so many of them, of what an objective looks at. */
export function meanValue(
  objective: Objective,
  { outcomes }: Candidate,
  seedCount = outcomes.length,
): number {
  return mean(outcomes.slice(0, seedCount).map((outcome) => measuredValue(objective, outcome)));
}
