/**
 * The child process that a Pulumi program runs in, so that one deployment's process-wide Pulumi runtime, module cache
 * and open handles never meet another's. Loads the file named by its argument and tells its parent how it ended.
 */
import { InputPropertiesError, InputPropertyError, RunError, runtime } from "@pulumi/pulumi";

import { type ProgramEnd } from "./program";

let ended = false;

function end(message: ProgramEnd): void {
  if (ended) return;
  ended = true;
  // A failed program exits at once: whatever else it still waits for will not come.
  process.send?.(message, () =>
    message.kind === "failed" ? process.exit(1) : process.disconnect(),
  );
}

function fail(thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  end({
    kind: "failed",
    message: describe(error),
    stack: error.stack ?? error.message,
    expected: isForTheUser(error),
  });
}

/** Errors that Pulumi shows without a stack trace: the program's own refusals. */
function isForTheUser(error: Error): boolean {
  return (
    RunError.isInstance(error) ||
    InputPropertiesError.isInstance(error) ||
    InputPropertyError.isInstance(error)
  );
}

function describe(error: Error): string {
  if (!InputPropertiesError.isInstance(error)) return error.message;
  const reasons =
    error.errors?.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`) ?? [];
  return [error.message, ...reasons].join("\n");
}

async function runProgram(file: string): Promise<void> {
  await runtime.runInPulumiStack(async () => await load(file));
  await runtime.disconnect(true);
}

/** The program's outputs: what it exports, or what the function that it exports returns. */
function load(file: string): unknown {
  // The language host requires the program too; import() would not go through the TypeScript loader.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exported: unknown = require(file);
  return typeof exported === "function" ? (exported as () => unknown)() : exported;
}

// The parent decides when this process ends: not Ctrl-C, which reaches both, but never later than the parent does.
process.on("SIGINT", () => {});
process.on("disconnect", () => {
  if (!ended) process.exit(1);
});
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
runProgram(process.argv[2] ?? "").then(() => end({ kind: "finished" }), fail);
