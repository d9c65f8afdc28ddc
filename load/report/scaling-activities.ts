import { type ResultScalingActivity, type RunResult } from "../../simulator/scenario/result";
import { formatCount } from "./format-quantity";

/** A picture or a table with more rows than this helps nobody. */
const mostShown = 200;

/** The activities that the report shows, in the order of time: the first 200. Their number is their place, from 1. */
export function shownActivities(result: RunResult): ResultScalingActivity[] {
  return [...result.scalingActivities]
    .sort((one, other) => one.startSeconds - other.startSeconds)
    .slice(0, mostShown);
}

/** The change that an activity asked for: `1 → 5`, `? → 5` where the size before is unknown. */
export function formatChange({ from, to }: ResultScalingActivity): string {
  return [from, to].map((size) => (size === null ? "?" : formatCount(size))).join(" → ");
}
