import type { z } from "zod";

/** How long a given value may be in a message. */
const longestQuote = 60;

/**
 * What is wrong with data that a schema refused: the path in backticks, what was given, what is allowed.
 *
 * @param whole What the data is, such as `the scenario`.
 */
export function describeIssue(issue: z.core.$ZodIssue, root: unknown, whole: string): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) =>
        `\`${pathText([...issue.path, key])}\` is not a known key; ${issue.message}: correct it or take it out.`,
    );
  }
  const path = pathText(issue.path);
  const name = path === "" ? whole : `\`${path}\``;
  const given = valueAt(root, issue.path);
  return given === undefined
    ? [`${name} is missing; ${issue.message}: add it.`]
    : [`${name} is ${quote(given)}; ${issue.message}.`];
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}

/** A path as code has it: `workload.arrivals[2].kind`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

/** A value as its file has it, by its beginning. */
export function quote(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote)}…`;
}
