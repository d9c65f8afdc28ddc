import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

import { readJournal } from "../../../load/journal/journal";
import { RequestLedger } from "../../../load/journal/ledger";
import { journalFile } from "../../../load/run/earlier-run";
import { type LoadOptions } from "../../../load/run/load-options";
import { startEmulatorProcess } from "../../../scripts/emulator-process";
import { parseScenario } from "../../../simulator/scenario/parse-scenario";
import { type RunResult } from "../../../simulator/scenario/result";
import { deployStack, hideMessagesBriefly, inService } from "../local-stack";

/** What a run came to that was killed again and again. */
export interface KilledRun {
  readonly result: RunResult;
  readonly ledger: RequestLedger;
  /** Lines of the journal at which the process was killed. */
  readonly killedAt: readonly number[];
}

/** A journal has about so many lines a request: uploaded, sent, accepted, notified, reconciled. */
const linesPerRequest = 5;

/**
 * Runs a load against a server of its own and kills the process that sends it with SIGKILL, each time at a random line
 * of its journal, and has another go on; the last one is left to finish. What is killed of a run in shards is the process
 * that follows it: those that send are left to themselves.
 */
export async function killAndResume(
  requests: number,
  kills: number,
  seed: number,
  shards?: number,
): Promise<KilledRun> {
  return withServer(requests, async (unsharded) => {
    const options = { ...unsharded, shards };
    const random = xoroshiro128plus(seed);
    const points = Array.from({ length: kills }, () =>
      uniformInt(random, 1, requests * linesPerRequest),
    ).sort((a, b) => a - b);
    for (const lines of points) {
      await runAndKill(options, lines);
    }
    const result = await runToItsEnd(options);
    const ledger = new RequestLedger();
    for await (const event of readJournal(journalFile(options.reportsDirectory, options.run))) {
      ledger.apply(event);
    }
    return { result, ledger, killedAt: points };
  });
}

/**
 * Runs a load that may write no more than some kilobytes to a file, as on a full disk, and then goes on without that
 * limit.
 */
export function fillDiskAndResume(
  requests: number,
): Promise<{ complaint: string; totals: RunResult["totals"] }> {
  return withServer(requests, async (options) => {
    const complaint = await runToItsEnd(options, fileLimitKilobytes).then(
      () => "",
      (error: unknown) => String(error),
    );
    return { complaint, totals: (await runToItsEnd(options)).totals };
  });
}

/** Enough for the start of a journal, and far too little for a run. */
const fileLimitKilobytes = 8;

async function withServer<T>(requests: number, use: (options: Options) => Promise<T>): Promise<T> {
  const reportsDirectory = mkdtempSync(join(tmpdir(), "resume-"));
  const emulator = await startEmulatorProcess(["--port", "0", "--speed", "600"]);
  try {
    const target = await deployStack(emulator.endpoint);
    await inService(target);
    await hideMessagesBriefly(target);
    return await use({
      ...{ target, reportsDirectory, run: "killed", startFleet: null, waitForScaleIn: false },
      scenario: parseScenario({
        workload: { requests, arrivals: { kind: "constant", ratePerSecond: 1 } },
      }),
    });
  } finally {
    await emulator.stop();
    rmSync(reportsDirectory, { recursive: true });
  }
}

type Options = LoadOptions & { readonly run: string };

function startLoad(options: Options, limitKilobytes?: number): ReturnType<typeof spawn> {
  const script = join(__dirname, "load-process.ts");
  const command = [process.execPath, "-r", "@swc-node/register", script, JSON.stringify(options)];
  const limited = ["bash", "-c", `ulimit -f ${limitKilobytes} && exec "$@"`, "bash", ...command];
  const [program = "", ...args] = limitKilobytes === undefined ? command : limited;
  return spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
}

async function runAndKill(options: Options, lines: number): Promise<void> {
  const file = journalFile(options.reportsDirectory, options.run);
  const child = startLoad(options);
  child.stdout?.resume();
  child.stderr?.resume();
  const exited = once(child, "exit");
  while (child.exitCode === null && countLines(file) < lines) {
    await delay(3);
  }
  child.kill("SIGKILL");
  await exited;
}

function countLines(file: string): number {
  return existsSync(file) ? readFileSync(file, "latin1").split("\n").length - 1 : 0;
}

async function runToItsEnd(options: Options, limitKilobytes?: number): Promise<RunResult> {
  const child = startLoad(options, limitKilobytes);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) {
    throw new Error(`The load ended with exit code ${code}: ${output.stderr}`);
  }
  return JSON.parse(output.stdout) as RunResult;
}
