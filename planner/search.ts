import { type Candidate, type CandidateArchive, rank, standing } from "./candidate-archive";
import { type Objective } from "./objective";
import { type Axis, type Point, type SearchSpace } from "./search-space";

/** How much is tried. */
export interface SearchEffort {
  /** Seeds that settings are compared by, 1 or more. */
  readonly seedCount: number;
  /** How many of the best settings are improved at a time. */
  readonly beam: number;
  /** Most rounds of improvement. */
  readonly rounds: number;
  /** Most settings of the first look at the space. */
  readonly coarsePoints: number;
}

export const defaultEffort: SearchEffort = {
  ...{ seedCount: 3, beam: 4, rounds: 12, coarsePoints: 600 },
};

/** Settings that cost that much more than the best, with the first seed, are not tried with another. */
const worthMoreSeeds = 1.02;

/**
 * Finds the cheapest settings that keep the objectives, coarse to fine: first the host, the concurrency, the kind of scaling
 * and the most instances, together and with one seed; then, from the best of each host on, one setting at a time, in long
 * and short strides, with all seeds for what one seed does not rule out.
 *
 * @returns The best first. The same space, objectives and seeds give the same order.
 */
export async function search(
  archive: CandidateArchive,
  objectives: readonly Objective[],
  effort = defaultEffort,
): Promise<Candidate[]> {
  const first = await archive.measure(coarsePoints(archive.space, effort.coarsePoints), 1);
  const starts = distinctStarts(archive.space, rank(archive.space, first, objectives), effort.beam);
  await archive.measure(starts, effort.seedCount);
  return improve(archive, objectives, starts, effort);
}

/** Walks from given points to better ones for as long as there are any. */
export async function improve(
  archive: CandidateArchive,
  objectives: readonly Objective[],
  starts: readonly Point[],
  { seedCount, beam, rounds }: SearchEffort,
): Promise<Candidate[]> {
  let members = rank(archive.space, await archive.measure(starts, seedCount), objectives);
  const expanded = new Set<Candidate["point"]>();
  for (let round = 0; round < rounds; round++) {
    const fresh = members.filter(({ point }) => !expanded.has(point));
    const best = members[0];
    if (fresh.length === 0 || best === undefined) break;
    for (const { point } of fresh) expanded.add(point);
    const around = fresh
      .flatMap(({ point }) => neighbours(archive.space, point))
      .filter((point) => !archive.has(point));
    const tried = await archive.measure(around, 1);
    const bound = standing(best, objectives, 1);
    const promising = tried.filter((candidate) => {
      const { shortfall, cost } = standing(candidate, objectives, 1);
      return (
        shortfall < bound.shortfall ||
        (shortfall === bound.shortfall && cost <= bound.cost * worthMoreSeeds)
      );
    });
    const measured = await archive.measure(
      promising.map(({ point }) => point),
      seedCount,
    );
    members = survivors(archive.space, [...members, ...measured], objectives, beam);
  }
  return rank(
    archive.space,
    archive.candidates().filter(({ outcomes }) => outcomes.length >= seedCount),
    objectives,
  );
}

/**
 * Those that are improved further: the best, and the best of each host that is not much dearer, as what is good for one host
 * says little of another.
 */
function survivors(
  space: SearchSpace,
  candidates: readonly Candidate[],
  objectives: readonly Objective[],
  beam: number,
): Candidate[] {
  const ranked = rank(space, candidates, objectives);
  const first = ranked[0];
  if (first === undefined) return [];
  const { cost, shortfall } = standing(first, objectives);
  const hosts = new Set<number>();
  return ranked.filter((candidate, index) => {
    const own = standing(candidate, objectives);
    const isRival = own.cost <= cost * rivalCost && own.shortfall <= shortfall + rivalShortfall;
    const isNewHost = hosts.size < hosts.add(candidate.settings.host).size;
    return index < beam || (isNewHost && isRival);
  });
}

/** What a host's best may cost, in multiples of the best of all, and by how much more it may miss the objectives. */
const rivalCost = 1.5;
const rivalShortfall = 1;

/** The product of the coarse values of every axis, thinned on the longest axes until there are few enough. */
function coarsePoints(space: SearchSpace, most: number): Point[] {
  const places = space.axes.map(({ coarse }) => coarse);
  for (;;) {
    const count = places.reduce((product, { length }) => product * length, 1);
    if (count <= most) break;
    const longest = places.reduce((a, b) => (b.length > a.length ? b : a));
    const index = places.indexOf(longest);
    places[index] = longest.filter((_, place) => place % 2 === 0 || place === longest.length - 1);
  }
  return places.reduce<Point[]>(
    (points, choices) => points.flatMap((point) => choices.map((choice) => [...point, choice])),
    [[]],
  );
}

/** The best points, each of another host and concurrency, so that the walk does not begin in one corner. */
function distinctStarts(space: SearchSpace, ranked: readonly Candidate[], count: number): Point[] {
  const [host, concurrency] = [space.place("host"), space.place("concurrency")];
  const starts = new Map<string, Point>();
  for (const { point } of ranked) {
    const key = `${point[host]}/${point[concurrency]}`;
    if (!starts.has(key)) starts.set(key, point);
    if (starts.size === count) break;
  }
  return [...starts.values()];
}

/** The points that differ in one setting, by strides of powers of two; and those that trade two settings off. */
function neighbours(space: SearchSpace, point: Point): Point[] {
  const single = space.axes.flatMap((axis, index) =>
    strides(axis, point[index] ?? 0).map((place) => point.with(index, place)),
  );
  const trades = tradedAxes.flatMap(([one, other]) => {
    const [first, second] = [space.place(one), space.place(other)];
    return strides(space.axes[first], point[first] ?? 0, 1).flatMap((place) =>
      strides(space.axes[second], point[second] ?? 0, 2).map((partner) =>
        point.with(first, place).with(second, partner),
      ),
    );
  });
  return [...single, ...trades, ...wholeFleets(space, point)];
}

/** Fleets that wake with all of their instances, and with half of them, of each size that is a stride away. */
function wholeFleets(space: SearchSpace, point: Point): Point[] {
  const [most, wake] = [space.place("maxCapacity"), space.place("wakeUpInstances")];
  const wakes = space.axes[wake]?.values ?? [];
  const sizes = [point[most] ?? 0, ...strides(space.axes[most], point[most] ?? 0, 4)];
  return sizes.flatMap((size) => {
    const sized = point.with(most, size);
    const capacity = space.value(sized, "maxCapacity");
    return [capacity, capacity / 2].map((instances) =>
      sized.with(
        wake,
        wakes.findLastIndex((value) => value <= instances),
      ),
    );
  });
}

/** Pairs of which one makes up for the other. */
const tradedAxes = [
  ["maxCapacity", "backlogTarget"],
  ["concurrency", "maxCapacity"],
  ["stepScaling", "backlogTarget"],
  ["wakeUpInstances", "backlogTarget"],
  ["warmUpInstances", "warmUpLeadSeconds"],
] as const;

/** Places so far away on an axis, in both directions: 1, 2, 4, … up to a limit. */
function strides(axis: Axis | undefined, place: number, longest = Infinity): number[] {
  const length = axis?.values.length ?? 0;
  const places: number[] = [];
  for (let stride = 1; stride < length && stride <= longest; stride *= 2) {
    if (place - stride >= 0) places.push(place - stride);
    if (place + stride < length) places.push(place + stride);
  }
  return places;
}
