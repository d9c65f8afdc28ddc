import { type RunResult } from "../../simulator/scenario/result";
import { formatDuration } from "./format-quantity";
import { renderJsonReport } from "./json-report";
import { coarsenTimeline } from "./timeline-series";
import { shownActivities } from "./scaling-activities";

/** What the page may spend on data, in characters: page, libraries and drawings need the rest of 1 MB. */
const largestText = 450_000;

/** Entries of a list of settings that the page keeps; a measured distribution may have a million. */
const longestSettingList = 1000;

/** A result as the page carries it, and what was left out of it. */
export interface EmbeddedResult {
  readonly result: RunResult;
  /** What the page leaves out, a sentence each; empty when it carries everything. */
  readonly omissions: readonly string[];
}

/** Cuts a result down until a page can carry it: long lists of settings, late activities, a coarser timeline. */
export function embeddedResult(result: RunResult): EmbeddedResult {
  if (renderJsonReport(result).length <= largestText) {
    return { result, omissions: [] };
  }
  const shortened: RunResult = {
    ...result,
    scenario: shortenLists(result.scenario) as Record<string, unknown>,
    scalingActivities: shownActivities(result),
  };
  const omissions =
    "Long lists of settings and the scaling activities after the first 200 are left out here.";
  let periods = result.timeline.seconds.length;
  let embedded = shortened;
  while (renderJsonReport(embedded).length > largestText && periods > 100) {
    periods = Math.ceil(periods / 2);
    embedded = { ...shortened, timeline: coarsenTimeline(result.timeline, periods) };
  }
  return {
    result: embedded,
    omissions:
      embedded === shortened
        ? [omissions]
        : [
            omissions,
            `The timeline is drawn in periods of ${formatDuration(embedded.timeline.periodSeconds)} instead of ${formatDuration(result.timeline.periodSeconds)}.`,
          ],
  };
}

function shortenLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, longestSettingList).map(shortenLists);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, shortenLists(entry)]),
    );
  }
  return value;
}
