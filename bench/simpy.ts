import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { runOnOneCore } from "./one-core";
import { queue } from "./queue";

const execute = promisify(execFile);

const version = "4.1.2";
/** Kept between runs: making it takes longer than the measurement. */
const environment = join(tmpdir(), `sagemaker-async-inference-bench-simpy-${version}`);
const python = join(environment, process.platform === "win32" ? "Scripts" : "bin", "python");

/** What the queue took in SimPy. */
export interface SimpyResult {
  /** Processor time. */
  readonly seconds: number;
  readonly meanWaitSeconds: number;
}

/**
 * Runs the queue in SimPy, in a virtual environment of its own in the folder for temporary files.
 *
 * @returns Null when there is no Python or SimPy to be had; why goes to stderr.
 */
export async function runSimpy(requests: number): Promise<SimpyResult | null> {
  try {
    await prepare();
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    process.stderr.write(
      `engine: python3 or simpy ${version} was not found, so SimPy is left out (${reason}).\n`,
    );
    return null;
  }
  const { servers, ratePerSecond, meanServiceSeconds } = queue;
  const numbers = [requests, servers, ratePerSecond, meanServiceSeconds].map(String);
  const script = join(__dirname, "simpy-queue.py");
  return JSON.parse(await runOnOneCore(python, [script, ...numbers])) as SimpyResult;
}

async function prepare(): Promise<void> {
  if (!existsSync(python)) await execute("python3", ["-m", "venv", environment]);
  try {
    await execute(python, ["-c", "import simpy"]);
  } catch {
    await execute(python, ["-m", "pip", "install", "--quiet", `simpy==${version}`]);
  }
}
