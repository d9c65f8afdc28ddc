import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type ParseOptions, parseScenario } from "./parse-scenario";
import { ScenarioError } from "./scenario-error";
import { parseJson } from "./scenario-files";
import { type Scenario } from "./schema";

/**
 * Reads a scenario file. Files that it names are found beside it.
 *
 * @throws ScenarioError with every problem: the file cannot be read, it is not JSON (line and column), or what is in it.
 */
export function loadScenario(file: string, options: ParseOptions = {}): Scenario {
  let input: unknown;
  try {
    input = parseJson(readText(file));
  } catch (error) {
    throw new ScenarioError([`\`${file}\`: ${error instanceof Error ? error.message : ""}.`]);
  }
  return parseScenario(input, (named) => readText(resolve(dirname(file), named)), options);
}

function readText(file: string): string {
  try {
    // Some editors of Windows begin a file with a byte order mark.
    return readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const reason = code === "ENOENT" ? "it does not exist" : `it cannot be read (${String(code)})`;
    throw new Error(`${reason}; give the path of a file`, { cause: error });
  }
}
