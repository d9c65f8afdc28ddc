import { type RunResult } from "../../simulator/scenario/result";
import { formatList } from "./format-quantity";

/** A value that a run was made with. */
export interface Setting {
  /** Its dotted path within its group. */
  readonly path: string;
  readonly value: unknown;
}

/** Entries of a list that are printed; a measured distribution may have thousands. */
const mostEntries = 12;

/**
 * Every value that a run was made with, by the part of the scenario that it stands in (`run` for those in none), and where
 * it was measured, `measurement` and `environment`.
 */
export function settingGroups(result: RunResult): ReadonlyMap<string, readonly Setting[]> {
  const groups = new Map<string, Setting[]>();
  for (const [key, value] of Object.entries(result.scenario)) {
    const nested = isRecord(value) && !("kind" in value);
    const settings = nested ? flatten(value) : [{ path: key, value }];
    const group = nested ? key : "run";
    groups.set(group, [...(groups.get(group) ?? []), ...settings]);
  }
  const { environment, ...measurement } = result.measurement ?? {};
  for (const [group, record] of Object.entries({ measurement, environment })) {
    const settings = flatten({ ...record });
    if (settings.length > 0) groups.set(group, settings);
  }
  return groups;
}

/** The leaves of nested settings; a value with a `kind` is one leaf. */
function flatten(record: Record<string, unknown>, prefix = ""): Setting[] {
  return Object.entries(record).flatMap(([key, value]): Setting[] => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return isRecord(value) && !("kind" in value) ? flatten(value, path) : [{ path, value }];
  });
}

/** A setting in words: `lognormal, p50 4.2, p90 8`; a long list by its beginning. */
export function settingText(value: unknown): string {
  if (Array.isArray(value)) {
    const entries = value.slice(0, mostEntries).map(settingText);
    const left = value.length - entries.length;
    return value.length === 0
      ? "none"
      : formatList(left > 0 ? [...entries, `${left} more`] : entries);
  }
  if (isRecord(value)) {
    const { kind, ...rest } = value;
    const parts = Object.entries(rest).map(([key, part]) => `${key} ${settingText(part)}`);
    return [...(typeof kind === "string" ? [kind] : []), ...parts].join(", ");
  }
  switch (typeof value) {
    case "number":
      return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
    case "string":
      return value;
    case "boolean":
      return value ? "yes" : "no";
    default:
      return "none";
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
