import { type RunResult } from "../../simulator/scenario/result";

/** The keys of a result in the order of the contract; a key that is new to it comes after these. */
const keyOrder = [
  "scenario",
  "seed",
  "totals",
  "latencySeconds",
  "instances",
  "cost",
  "timeline",
  "scalingActivities",
  "warnings",
  "measurement",
  "failures",
  "prediction",
  "histograms",
  "shards",
];

/**
 * A result as JSON text, for people and for version control: the same result gives the same text, keys stand in the
 * order of the contract, a list of numbers takes one line. Ends in a line feed.
 */
export function renderJsonReport(result: RunResult): string {
  const rank = (key: string): number => {
    const index = keyOrder.indexOf(key);
    return index === -1 ? keyOrder.length : index;
  };
  const entries = Object.entries(result).sort(([one], [other]) => rank(one) - rank(other));
  return `${print(Object.fromEntries(entries), "")}\n`;
}

function print(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = value.every((entry) => typeof entry !== "object" || entry === null);
    return flat || value.length === 0
      ? JSON.stringify(value)
      : `[\n${value.map((entry) => inner + print(entry, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const lines = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${print(entry, inner)}`);
    return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
  }
  return JSON.stringify(value);
}
