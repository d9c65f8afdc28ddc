import { type Recording, type RecordOptions, record } from "./components/recording-monitor";

const program = require.resolve("../index");

/**
 * Runs the program afresh, as Pulumi does, and records what it registers.
 *
 * @param config Configuration of its stack, each key with its namespace.
 */
export function recordProgram(
  config: Readonly<Record<string, string>>,
  options?: RecordOptions,
): Promise<Recording> {
  return record(loadProgram, { ...config }, options);
}

/** What the program gives out of the stack, when it is run afresh. */
export function loadProgram(): object {
  delete require.cache[program];
  return module.require(program) as object;
}
