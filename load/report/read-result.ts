import { readFile } from "node:fs/promises";

import { findJsonError } from "../../simulator/scenario/json-error";
import { type RunResult } from "../../simulator/scenario/result";
import { resultSchema } from "../../simulator/scenario/result-schema";
import { describeIssue } from "../../simulator/scenario/schema-problems";
import { LoadInputError } from "../load-error";

/** More problems than these are the same one: it is no result at all. */
const mostProblems = 5;

const advice =
  "Give the result.json of a run's folder, or a file that `npm run simulate -- --json FILE` wrote";

/**
 * Reads the result of a run, of this version or an earlier one. What a newer version has added is kept.
 *
 * @throws LoadInputError when the file cannot be read, is no JSON, or is no result.
 */
export async function readResult(file: string): Promise<RunResult> {
  let written: string;
  try {
    written = await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LoadInputError(`${file} cannot be read (${reason}). ${advice}`);
  }
  const data = parseJson(file, written);
  const parsed = resultSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, data, "the file"));
  const left = problems.length - mostProblems;
  throw new LoadInputError(
    [
      `${file} is not the result of a run:`,
      ...problems.slice(0, mostProblems).map((problem) => `  ${problem}`),
      ...(left > 0 ? [`  and ${left} more`] : []),
      advice,
    ].join("\n"),
  );
}

function parseJson(file: string, written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    const { line, column, found } = findJsonError(written);
    throw new LoadInputError(
      `${file} is not JSON: line ${line}, column ${column} is ${found}. ${advice}`,
    );
  }
}
