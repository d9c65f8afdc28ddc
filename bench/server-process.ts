import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
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
