import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Whether processes can be held on one core (util-linux's taskset). */
async function canPin(): Promise<boolean> {
  try {
    await execute("taskset", ["-c", "0", "true"]);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program on one core, where the machine can hold it there, and returns what it prints. */
export async function runOnOneCore(program: string, args: readonly string[]): Promise<string> {
  const command = [program, ...args];
  if (await canPin()) command.unshift("taskset", "-c", "0");
  const [file = program, ...rest] = command;
  const { stdout } = await execute(file, rest);
  return stdout;
}
