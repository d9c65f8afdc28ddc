import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
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
  const beside = (named: string): string => resolve(dirname(file), named);
  return parseScenario(input, (named) => readText(beside(named)), {
    readBlocks: (named) => readBlocks(beside(named)),
    ...options,
  });
}

function readText(file: string): string {
  // Some editors of Windows begin a file with a byte order mark.
  return reading(() => readFileSync(file, "utf8")).replace(/^\ufeff/, "");
}

const blockBytes = 256 * 1024;

function* readBlocks(file: string): Generator<string> {
  const descriptor = reading(() => openSync(file, "r"));
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    const decoder = new StringDecoder("utf8");
    for (;;) {
      const bytes = reading(() => readSync(descriptor, block));
      if (bytes === 0) break;
      yield decoder.write(block.subarray(0, bytes));
    }
    yield decoder.end();
  } finally {
    closeSync(descriptor);
  }
}

function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const reason =
      code === "ENOENT"
        ? "it does not exist"
        : code === "EISDIR"
          ? "it is a folder"
          : `it cannot be read (${String(code)})`;
    throw new Error(`${reason}; give the path of a file`, { cause: error });
  }
}
