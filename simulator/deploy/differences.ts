import { isDeepStrictEqual } from "node:util";

import { type Properties } from "./property-values";

/** Top-level inputs whose values differ, added and removed ones included. */
export function changedKeys(before: Properties, after: Properties): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(plain(before[key]), plain(after[key])));
}

/** New inputs, with the old values where the program asked to ignore changes (`ignoreChanges`, top-level or nested by dots and [index]). */
export function keepIgnored(
  before: Properties,
  after: Properties,
  paths: readonly string[],
): Properties {
  if (paths.includes("*")) return before;
  const kept = structuredClone(after);
  for (const path of paths) {
    copyPath(before, kept, path.split(/[.[\]]+/).filter(Boolean));
  }
  return kept;
}

function copyPath(from: unknown, to: unknown, [key, ...rest]: readonly string[]): void {
  if (key === undefined || typeof from !== "object" || typeof to !== "object" || !from || !to)
    return;
  const source = from as Properties;
  const target = to as Properties;
  if (rest.length > 0) copyPath(source[key], target[key], rest);
  else if (key in source) target[key] = source[key];
  else delete target[key];
}

/** The value as the state file gives it back. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
