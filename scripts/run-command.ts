import { type CommanderError } from "@commander-js/extra-typings";

import { PlanError } from "../planner/plan-error";
import { DeployError } from "../simulator/deploy/errors";
import { ScenarioError } from "../simulator/scenario/scenario-error";
import { SettingsError } from "../settings/schema";
import { LoadError, LoadInputError } from "../load/load-error";

// The SDK's version is pinned to one that runs on Node 20; its advice to upgrade is for us, not for who runs a command.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** Exit codes of every command. */
export const exitCodes = { failure: 1, badInput: 2, brokenPromise: 3, interrupted: 130 } as const;

/** What the user gave is wrong: one message that names it, says what is allowed and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The user ended a command by Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Runs a command and sets the exit code: 2 for bad input, 1 for a failure, 130 after Ctrl-C. Of an error that is the
 * user's or the service's only the message is printed; of one that is ours also where it happened.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  // Node ends a process whose promise can no longer settle with exit code 0, as if all was done.
  const unfinished = (): void => {
    process.stderr.write(
      "error: The command ended before its work was done: an answer never came\n",
    );
    process.exitCode = exitCodes.failure;
  };
  process.once("beforeExit", unfinished);
  try {
    await main();
  } catch (error) {
    const known = exitCodeOf(error);
    const text =
      error instanceof Error
        ? known === undefined
          ? (error.stack ?? error.message)
          : error.message
        : String(error);
    process.stderr.write(`error: ${text}\n`);
    process.exitCode = known ?? exitCodes.failure;
  } finally {
    process.removeListener("beforeExit", unfinished);
  }
}

/**
 * Ends a command as commander has it: after its help with 0, and after a flag or an argument that is none with 2.
 * What is left over is mostly what npm has kept a flag of, and handed on its value alone: then the missing `--` is told.
 */
export function endOnUsage({ code, exitCode }: CommanderError): never {
  if (code === "commander.excessArguments") {
    const name = process.env["npm_lifecycle_event"] ?? "<command>";
    process.stderr.write(
      `(Options stand after \`--\`, or npm keeps them to itself: \`npm run ${name} -- --help\` lists them)\n`,
    );
  }
  process.exit(exitCode === 0 ? 0 : exitCodes.badInput);
}

/** The exit code of an error that is not a defect of ours. */
function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError || error instanceof ScenarioError) return exitCodes.badInput;
  if (error instanceof SettingsError || error instanceof LoadInputError) return exitCodes.badInput;
  if (error instanceof PlanError) return exitCodes.badInput;
  if (error instanceof DeployError) return error.exitCode;
  if (error instanceof LoadError) return exitCodes.failure;
  if (error instanceof Interrupted) return exitCodes.interrupted;
  return undefined;
}

/**
 * A signal that the first Ctrl-C (or SIGTERM) aborts; the second ends the process at once.
 *
 * @param onInterrupt told of the first one
 */
export function interruptSignal(onInterrupt: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    onInterrupt();
    controller.abort(new Interrupted("Interrupted."));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}
