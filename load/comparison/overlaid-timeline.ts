import { asyncMetrics } from "../../sagemaker/metrics";
import { fleetSeries, type ResultTimeline, type RunResult } from "../../simulator/scenario/result";
import { curveDistance } from "../prediction/compare-runs";
import {
  coarsenTimeline,
  seriesPeak,
  seriesValues,
  type SeriesValues,
  timelineEnd,
} from "../report/timeline-series";

const backlogName = asyncMetrics.approximateBacklogSize.name;

/** The names of the series of an overlaid timeline. */
export const overlaySeries = {
  backlog: { a: "BacklogOfA", b: "BacklogOfB" },
  instances: { a: "InstancesOfA", b: "InstancesOfB" },
} as const;

const overlaidMetrics = [
  { metric: backlogName, names: overlaySeries.backlog },
  { metric: fleetSeries.currentInstances, names: overlaySeries.instances },
];

/** More periods than a screen has pixels show nothing more, and have no room in a page. */
const mostPeriods = 3000;

/** How far the backlogs of two runs are apart, as shares of A's peak; null where it cannot be told. */
export interface BacklogDistance {
  /** While either is above zero. */
  readonly mean: number | null;
  readonly largest: number | null;
}

/**
 * Backlog and fleet of two runs, counted from the starts of their streams, on one time line. It has every instant that
 * either run tells of; a run that does not tell of one stands as it did at its last one before, and nowhere after its end.
 */
export function overlayTimelines(a: RunResult, b: RunResult): ResultTimeline {
  const one = coarsenTimeline(a.timeline, mostPeriods);
  const other = coarsenTimeline(b.timeline, mostPeriods);
  const seconds = instantsOf(one, other);
  const column = (timeline: ResultTimeline, metric: string): (number | null)[] => {
    const values = standing(timeline, metric, seconds);
    return seconds.map((_, place) => values[place] ?? null);
  };
  const series = overlaidMetrics.flatMap(({ metric, names }) => [
    [names.a, column(one, metric)] as const,
    [names.b, column(other, metric)] as const,
  ]);
  const periodSeconds = Math.min(one.periodSeconds, other.periodSeconds);
  return { ...Object.fromEntries(series), periodSeconds, seconds };
}

/** How far the backlogs are apart. */
export function backlogDistance(a: RunResult, b: RunResult): BacklogDistance {
  const peak = seriesPeak(a.timeline, backlogName)?.value ?? 0;
  if (peak <= 0 || seriesValues(b.timeline, backlogName) === null) {
    return { mean: null, largest: null };
  }
  const instants = instantsOf(a.timeline, b.timeline);
  const { mean, largest } = curveDistance(
    standing(a.timeline, backlogName, instants),
    standing(b.timeline, backlogName, instants),
  );
  return { mean: mean / peak, largest: largest / peak };
}

function instantsOf(one: ResultTimeline, other: ResultTimeline): number[] {
  return [...new Set([...one.seconds, ...other.seconds])].toSorted((a, b) => a - b);
}

/** A gauge as it stands at each of some instants, in order, up to the end of its run. */
function standing(
  timeline: ResultTimeline,
  name: string,
  instants: readonly number[],
): SeriesValues {
  const values = seriesValues(timeline, name) ?? [];
  const end = timelineEnd(timeline);
  let place = -1;
  return instants
    .filter((instant) => instant < end)
    .map((instant) => {
      while ((timeline.seconds[place + 1] ?? Infinity) <= instant) place += 1;
      return values[place] ?? null;
    });
}
