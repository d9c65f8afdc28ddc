import { asyncMetrics } from "../../sagemaker/metrics";
import { type ResultTimeline } from "../../simulator/scenario/result";

/** Values of one series, a value for each entry of the timeline's `seconds`; null where AWS publishes nothing. */
export type SeriesValues = readonly (number | null)[];

const counterNames: ReadonlySet<string> = new Set(
  Object.values(asyncMetrics)
    .filter((metric) => metric.statistic === "Sum")
    .map((metric) => metric.name),
);

/** The names of the timeline's series, in the order of the result. */
function seriesNames(timeline: ResultTimeline): string[] {
  return Object.keys(timeline).filter((name) => name !== "seconds" && name !== "periodSeconds");
}

/** A series by its name, or null when the timeline lacks it or it never has a value. */
export function seriesValues(timeline: ResultTimeline, name: string): SeriesValues | null {
  const values = timeline[name];
  if (!Array.isArray(values) || values.every((value) => value === null)) {
    return null;
  }
  return values;
}

/** The highest value and the start of the period that first has it, or null without any value. */
export function seriesPeak(
  timeline: ResultTimeline,
  name: string,
): { value: number; atSeconds: number } | null {
  let peak: { value: number; atSeconds: number } | null = null;
  for (const [index, value] of (seriesValues(timeline, name) ?? []).entries()) {
    const atSeconds = timeline.seconds[index];
    if (value !== null && atSeconds !== undefined && (peak === null || value > peak.value)) {
      peak = { value, atSeconds };
    }
  }
  return peak;
}

/** The start of the first period, or with `last` of the last one, whose value passes the test; null without one. */
export function secondWhere(
  timeline: ResultTimeline,
  name: string,
  test: (value: number) => boolean,
  from: "first" | "last" = "first",
): number | null {
  const values = seriesValues(timeline, name) ?? [];
  const passes = (value: number | null): boolean => value !== null && test(value);
  const index = from === "first" ? values.findIndex(passes) : values.findLastIndex(passes);
  return timeline.seconds[index] ?? null;
}

/** The first or the last value that is known; null without any. */
export function knownValue(
  timeline: ResultTimeline,
  name: string,
  which: "first" | "last",
): number | null {
  const known = (value: number | null): boolean => value !== null;
  const values = seriesValues(timeline, name) ?? [];
  return (which === "first" ? values.find(known) : values.findLast(known)) ?? null;
}

/** The value of the last known entry at or before an instant; null without one. */
export function valueAt(timeline: ResultTimeline, name: string, atSeconds: number): number | null {
  const values = seriesValues(timeline, name) ?? [];
  const index = values.findLastIndex(
    (value, entry) => value !== null && (timeline.seconds[entry] ?? Infinity) <= atSeconds,
  );
  return values[index] ?? null;
}

/** The instant the timeline ends: the end of its last period. 0 without any. */
export function timelineEnd(timeline: ResultTimeline): number {
  const last = timeline.seconds.at(-1);
  return last === undefined ? 0 : last + timeline.periodSeconds;
}

/** The part of a timeline whose periods begin within the two instants, both included. */
export function sliceTimeline(
  timeline: ResultTimeline,
  fromSeconds: number,
  toSeconds: number,
): ResultTimeline {
  const within = timeline.seconds.map((second) => second >= fromSeconds && second <= toSeconds);
  return mapTimeline(timeline, timeline.periodSeconds, (values) =>
    values.filter((_, index) => within[index]),
  );
}

/**
 * A timeline of at most `maximumPeriods` periods, by merging neighbours. A counter is summed; of a gauge the highest
 * value stands for the merged period, so that no spike disappears; null only where every merged value is null.
 */
export function coarsenTimeline(timeline: ResultTimeline, maximumPeriods: number): ResultTimeline {
  const factor = Math.ceil(timeline.seconds.length / maximumPeriods);
  if (factor <= 1) {
    return timeline;
  }
  return mapTimeline(timeline, timeline.periodSeconds * factor, (values, name) => {
    const merge = name === "seconds" ? firstOf : counterNames.has(name) ? sumOf : highestOf;
    const merged: (number | null)[] = [];
    for (let start = 0; start < values.length; start += factor) {
      merged.push(merge(values.slice(start, start + factor)));
    }
    return merged;
  });
}

function mapTimeline(
  timeline: ResultTimeline,
  periodSeconds: number,
  map: (values: SeriesValues, name: string) => (number | null)[],
): ResultTimeline {
  const series = seriesNames(timeline).map((name) => {
    const values = timeline[name];
    return [name, Array.isArray(values) ? map(values, name) : []] as const;
  });
  const seconds = map(timeline.seconds, "seconds").filter((second) => second !== null);
  return { ...Object.fromEntries(series), periodSeconds, seconds };
}

function firstOf(values: SeriesValues): number | null {
  return values[0] ?? null;
}

function sumOf(values: SeriesValues): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function highestOf(values: SeriesValues): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
