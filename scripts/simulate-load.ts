import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { ScenarioError } from "../simulator/scenario/scenario-error";
import { simulate } from "../simulator/scenario/simulate-command";

/** Exit code of bad input; nothing has been written then. */
const badInput = 2;

const program = new Command("simulate")
  .description("Runs a load scenario in virtual time and reports what an endpoint would do.")
  .requiredOption("--scenario <file>", "scenario file (JSON)")
  .option("--json <file>", "write the result as JSON; - is standard output")
  .option("--seed <number>", "instead of the scenario's seed", wholeNumber)
  .addHelpText(
    "after",
    "\nExample:\n  npm run simulate -- --scenario examples/scenarios/default.json",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badInput));

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

try {
  simulate(program.parse().opts(), (text) => process.stdout.write(text));
} catch (error) {
  if (error instanceof ScenarioError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = badInput;
  } else {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
