import { writeFileSync } from "node:fs";
import { loadScenario } from "./load-scenario";
import { type RunResult } from "./result";
import { runScenario } from "./run";
import { ScenarioError } from "./scenario-error";
import { summarizeRun } from "./summary";

/** What a virtual-time run is asked for. */
export interface SimulateOptions {
  readonly scenario: string;
  /** Where the result goes; `-` is standard output. Default: a summary instead. */
  readonly json?: string;
  /** Instead of the scenario's own seed. */
  readonly seed?: number;
}

/** Where the text of a run goes. */
export type Print = (text: string) => void;

/**
 * Runs a scenario file in virtual time and gives out its result.
 *
 * @returns The result, for more to be made of it.
 * @throws ScenarioError before anything is written, when the scenario cannot be run.
 */
export function simulate({ scenario, json, seed }: SimulateOptions, print: Print): RunResult {
  const loaded = loadScenario(scenario);
  const result = runScenario(seed === undefined ? loaded : { ...loaded, seed });
  if (json === undefined) {
    print(`${summarizeRun(result)}\n`);
  } else {
    const text = `${JSON.stringify(result, null, 2)}\n`;
    if (json === "-") print(text);
    else writeJson(json, text);
  }
  return result;
}

function writeJson(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScenarioError([`\`--json\` is "${file}", which cannot be written: ${reason}.`]);
  }
}
