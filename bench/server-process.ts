import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A server of this folder in a process of its own. */
export interface ServerProcess {
  /** Base URL, which the server prints when it listens. */
  readonly url: string;
  readonly child: ChildProcess;
}

/** Starts a file of this folder that prints its base URL. */
export async function startServer(file: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    ["-r", "@swc-node/register", join(__dirname, file), ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  for await (const url of createInterface({ input: child.stdout })) {
    return { url, child };
  }
  throw new Error(`${file} ended before it listened`);
}

/** Ends a process and waits until it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}

/** Linux counts processor time in ticks of a hundredth of a second. */
const TICKS_A_SECOND = 100;

/** Processor time that a process has used so far, its own and the kernel's for it, in seconds; NaN where there is no /proc. */
export function processorSeconds(pid: number | undefined): number {
  try {
    const [, numbers = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user = NaN, system = NaN] = numbers.split(" ").slice(11, 13).map(Number);
    return (user + system) / TICKS_A_SECOND;
  } catch {
    return NaN;
  }
}
