import { findJsonError } from "./json-error";

/** Reads a file that a scenario names; throws with a reason when it cannot. */
export type ReadText = (file: string) => string;

/** Reads a file that may be large, a block of its text at a time; throws as {@link ReadText} does. */
export type ReadBlocks = (file: string) => Iterable<string>;

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
