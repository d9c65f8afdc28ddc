import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

import { LoadInputError } from "../load-error";
import { journalFile } from "../run/earlier-run";

/** Where what a run left is. */
export interface RunFiles {
  /** The name of its folder; of a file in no run's folder, the file's. */
  readonly name: string;
  readonly folder: string;
  readonly result: string;
  /** Its journal; of a measured run that left one. */
  readonly journal: string | undefined;
}

const resultName = "result.json";

/** As many names of runs as a message has room for. */
const mostNamed = 5;

/**
 * Finds what a run left, by the name of its folder among the reports, by the folder itself, or by its result.json.
 *
 * @param reportsDirectory The folder that holds a folder for each run.
 * @throws LoadInputError that says which runs there are, when there is none of that name, or it has no result.
 */
export function findRunFiles(given: string, reportsDirectory: string): RunFiles {
  const found = [given, path.join(reportsDirectory, given)].find((each) => existsSync(each));
  if (given === "" || found === undefined) {
    throw new LoadInputError(
      `No run is found by ${JSON.stringify(given)}: there is no such file or folder, and none in ${reportsDirectory}. ` +
        `Give the name of a run${namesText(reportsDirectory)}, its folder, or its ${resultName}`,
    );
  }
  const isFolder = statSync(found).isDirectory();
  const folder = path.resolve(isFolder ? found : path.dirname(found));
  const run = path.basename(folder);
  const result = isFolder ? path.join(found, resultName) : found;
  const journal = journalFile(path.dirname(folder), run);
  const hasJournal = existsSync(journal);
  if (isFolder && !existsSync(result)) {
    throw new LoadInputError(
      `${found} has no ${resultName}. ${
        hasJournal
          ? `Its run has not ended: go on with it by \`npm run simulate -- --resume ${run}\`; where \`--out\` put its report elsewhere, give that folder`
          : `Give the name of a run${namesText(reportsDirectory)}, its folder, or its ${resultName}`
      }`,
    );
  }
  const isNamedByFolder = path.basename(result) === resultName;
  return {
    name: isNamedByFolder ? run : path.basename(result, ".json"),
    ...{ folder, result },
    journal: hasJournal && isNamedByFolder ? journal : undefined,
  };
}

/** ` in reports (a, b or 3 more)`: the newest first. */
function namesText(reportsDirectory: string): string {
  const names = !existsSync(reportsDirectory)
    ? []
    : readdirSync(reportsDirectory)
        .map((name) => ({ name, result: path.join(reportsDirectory, name, resultName) }))
        .filter(({ result }) => existsSync(result))
        .map(({ name, result }) => ({ name, atMilliseconds: statSync(result).mtimeMs }))
        .toSorted((a, b) => b.atMilliseconds - a.atMilliseconds)
        .map(({ name }) => name);
  if (names.length === 0) return "";
  const left = names.length - mostNamed;
  const named = [...names.slice(0, mostNamed), ...(left > 0 ? [`${left} more`] : [])];
  return ` in ${reportsDirectory} (${named.join(", ")})`;
}
