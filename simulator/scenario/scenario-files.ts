import { parse as parseCsv } from "csv-parse/sync";
import { findJsonError } from "./json-error";

/** Reads a file that a scenario names; throws with a reason when it cannot. */
export type ReadText = (file: string) => string;

/**
 * Parses JSON.
 *
 * @throws Error that says at which line and column the text stops being JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column, found } = findJsonError(text);
    throw new Error(
      `it is not JSON: line ${line}, column ${column} has ${found}; correct it there`,
    );
  }
}

/** A service-time profile. What is in it is checked with the scenario. */
export function readProfile(content: string): unknown {
  return parseJson(content);
}

/** A JSON list of numbers, or a number on each line. */
export function readNumberList(content: string): unknown {
  if (content.trimStart().startsWith("[")) return parseJson(content);
  return content
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line, index) => {
      const value = Number(line);
      if (!Number.isFinite(value)) {
        throw new Error(`its line ${index + 1} is ${JSON.stringify(line)}; it must be a number`);
      }
      return value;
    });
}

/**
 * The arrival times of a trace, in seconds. Times of a column `seconds` are taken as they are; those of a column
 * `TIMESTAMP` (`2023-11-16 18:17:03.9799600`, UTC) count from the first.
 *
 * @throws Error when there is no such column, no row, a row without a time, or one before the row above it.
 */
export function readTrace(content: string): number[] {
  const rows: string[][] = parseCsv(content, { bom: true, skip_empty_lines: true, trim: true });
  const header = rows[0] ?? [];
  const column = header.findIndex((name) => /^(timestamp|seconds)$/i.test(name));
  if (column < 0) {
    throw new Error(
      `its header has ${header.join(", ") || "nothing"}; it must have a column \`TIMESTAMP\` or \`seconds\``,
    );
  }
  const isSeconds = header[column]?.toLowerCase() === "seconds";
  const times = rows.slice(1).map((row, index) => {
    const text = row[column] ?? "";
    const time = isSeconds ? Number(text === "" ? NaN : text) : timestampSeconds(text);
    if (!Number.isFinite(time) || (isSeconds && time < 0)) {
      throw new Error(`its row ${index + 1} has the time ${JSON.stringify(text)}; correct it`);
    }
    return time;
  });
  if (times.length === 0) throw new Error("it has no row; add at least one");
  const disorder = times.findIndex((time, index) => time < (times[index - 1] ?? -Infinity));
  if (disorder >= 0) {
    throw new Error(
      `its row ${disorder + 1} is earlier than the row above it; sort the trace by time`,
    );
  }
  const first = isSeconds ? 0 : (times[0] ?? 0);
  return times.map((time) => time - first);
}

/** Keeps the fraction apart: `Date` would cut it to milliseconds. */
function timestampSeconds(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match === null) return NaN;
  const [, date, time, fraction = "0", zone = "Z"] = match;
  return Date.parse(`${date}T${time}${zone}`) / 1000 + Number(fraction);
}
