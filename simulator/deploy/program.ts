import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { DeployError } from "./errors";
import { type Project } from "./project";

/** What the program's process says when the program has ended. */
export type ProgramEnd =
  | { readonly kind: "finished" }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly stack: string;
      /** The program refused what it was given, rather than broke. */
      readonly expected: boolean;
    };

// Node's loader for TypeScript, as the project's own scripts use it.
const TYPESCRIPT_LOADER = "@swc-node/register";

/** A running Pulumi program. */
export interface RunningProgram {
  /**
   * Resolves when the program and every resource it registered are done.
   *
   * @throws DeployError with the program's own message; exit code 2 when it refused its settings
   */
  readonly ended: Promise<void>;
  /** Ends the process at once. */
  stop(): Promise<void>;
}

/**
 * Runs a project's program in a process of its own, in Pulumi's Node runtime, connected to the monitor at `address`.
 *
 * @param onLine receives each line that the program prints
 */
export function runProgram(
  project: Project,
  address: string,
  onLine: (line: string) => void,
): RunningProgram {
  const extension = __filename.endsWith(".ts") ? "ts" : "js";
  const child = fork(join(__dirname, `program-host.${extension}`), [project.program], {
    cwd: project.directory,
    execArgv: [...project.nodeArguments, ...loaderArguments(project.nodeArguments)],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      PULUMI_NODEJS_PROJECT: project.name,
      PULUMI_NODEJS_STACK: project.stack,
      PULUMI_NODEJS_ROOT_DIRECTORY: project.directory,
      PULUMI_NODEJS_ORGANIZATION: "local",
      PULUMI_NODEJS_MONITOR: address,
      PULUMI_NODEJS_ENGINE: address,
      PULUMI_CONFIG: JSON.stringify(project.config),
      PULUMI_CONFIG_SECRET_KEYS: "[]",
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", onLine);
  }
  const ended = endOf(child, project);
  // A program that is stopped fails, and nobody may be waiting for it.
  ended.catch(() => {});
  return { ended, stop: () => stop(child) };
}

async function endOf(child: ChildProcess, project: Project): Promise<void> {
  let end: ProgramEnd | undefined;
  child.on("message", (message) => (end = message as ProgramEnd));
  const [code] = (await once(child, "close")) as [number | null];
  if (end?.kind === "finished" && code === 0) return;
  if (end?.kind === "failed") {
    throw end.expected
      ? new DeployError(end.message, 2)
      : new DeployError(`${project.program} failed: ${end.stack}`);
  }
  throw new DeployError(
    `${project.program} ended (exit code ${code ?? "none"}) before all of its resources were registered; does one wait for a value that never comes?`,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}

function loaderArguments(given: readonly string[]): string[] {
  return given.some((argument) => argument.includes(TYPESCRIPT_LOADER))
    ? []
    : ["-r", require.resolve(TYPESCRIPT_LOADER)];
}
