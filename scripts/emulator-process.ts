import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A local AWS that runs in a process of its own. */
export interface EmulatorProcess {
  /** Base URL, such as `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  /** Resolves with the exit code when the process ends, expected or not. */
  readonly exited: Promise<number | null>;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the emulator as a child process and waits until it accepts connections.
 *
 * @param flags command-line flags of `npm run emulator`
 * @throws with what it said when it ended before it was ready
 */
export async function startEmulatorProcess(flags: readonly string[]): Promise<EmulatorProcess> {
  const script = join(__dirname, "emulator.ts");
  // A process that has its loader from elsewhere, such as a test runner, does not name it.
  const loader =
    process.execArgv.length > 0 ? process.execArgv : ["-r", require.resolve("@swc-node/register")];
  const child = spawn(process.execPath, [...loader, script, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    // A Ctrl-C at the terminal is this process's to answer: the server has to outlive the load that uses it.
    detached: true,
  });
  const exited = once(child, "exit").then(([code]) => code as number | null);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  const endChild = (): void => void child.kill("SIGTERM");
  process.once("exit", endChild);

  for await (const line of createInterface({ input: child.stdout })) {
    const endpoint = readyEndpoint(line);
    if (endpoint === undefined) continue;
    child.stdout.resume();
    return {
      endpoint,
      exited,
      stop: async () => {
        process.removeListener("exit", endChild);
        child.kill("SIGTERM");
        await exited;
      },
    };
  }
  const code = await exited;
  throw new Error(
    `The local AWS ended with exit code ${code} before it was ready. ${complaint.trim()}`,
  );
}

function readyEndpoint(line: string): string | undefined {
  const message = JSON.parse(line) as { event?: unknown; endpoint?: unknown };
  return message.event === "ready" && typeof message.endpoint === "string"
    ? message.endpoint
    : undefined;
}
