import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { seedNumber, wholeNumber } from "../../scripts/option-values";
import { exitCodes, runCommand } from "../../scripts/run-command";
import { exploreSeed, type Failure, failureText } from "./explore";
import { type Batch, type BatchResult } from "./worker";

const command = new Command("test:chaos")
  .description(
    "Runs random scenarios with random faults through the engine and holds it to its invariants after every event. Each " +
      "seed is one scenario, the same on every machine; one that fails is made smaller and printed.",
  )
  .option("--seeds <count>", "how many seeds", wholeNumber(1, 1e9), 1000)
  .option("--from <seed>", "the first seed", seedNumber, 1)
  .option("--seed <seed>", "this seed alone", seedNumber)
  .option(
    "--processes <count>",
    "processes that share the seeds",
    wholeNumber(1, 256),
    availableParallelism(),
  )
  .addHelpText(
    "after",
    `
Exits with 1 when a seed fails.

Examples:
  npm run test:chaos -- --seeds 10000
  npm run test:chaos -- --seed 4711`,
  )
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.badInput));

/** Seeds that a process takes at a time. */
const batchSize = 20;
/** Failures after which no further seed is begun. */
const enoughFailures = 3;

async function main(): Promise<void> {
  const { seeds, from, seed, processes } = command.parse().opts();
  const begun = performance.now();
  const failures =
    seed === undefined
      ? await exploreSeeds(from, seeds, processes)
      : onlyFailure(exploreSeed(seed));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (failures.length > 0) process.exitCode = exitCodes.failure;
  else process.stdout.write(`${named(seed, from, seeds)} passed in ${seconds} s\n`);
}

function named(seed: number | undefined, from: number, seeds: number): string {
  return seed === undefined
    ? `${seeds.toLocaleString("en-US")} seeds from ${from} on`
    : `Seed ${seed}`;
}

function onlyFailure(failure: Failure | null): Failure[] {
  if (failure === null) return [];
  tell(failure);
  return [failure];
}

/** At once: the run may take minutes yet. */
function tell(failure: Failure): void {
  process.stdout.write(`${failureText(failure)}\n`);
}

/** Shares the seeds among processes; none begins a batch once there are failures enough. */
async function exploreSeeds(from: number, seeds: number, processes: number): Promise<Failure[]> {
  const failures: Failure[] = [];
  let next = from;
  let done = 0;
  const takeBatch = (): Batch | null => {
    const count = Math.min(batchSize, from + seeds - next);
    if (count === 0 || failures.length >= enoughFailures) return null;
    const first = next;
    next += count;
    return { first, count };
  };
  const workers = Math.min(processes, Math.ceil(seeds / batchSize));
  await Promise.all(
    Array.from({ length: workers }, () =>
      runWorker(takeBatch, (result) => {
        done += result.count;
        failures.push(...result.failures);
        result.failures.forEach(tell);
        showProgress(done, seeds, failures.length);
      }),
    ),
  );
  return failures;
}

function runWorker(
  takeBatch: () => Batch | null,
  whenDone: (result: BatchResult) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(join(__dirname, "worker.ts"), [], {
      execArgv: ["-r", "@swc-node/register"],
    });
    const sendBatch = (): void => {
      const batch = takeBatch();
      if (batch === null) worker.disconnect();
      else worker.send(batch);
    };
    worker.on("message", (result: BatchResult) => {
      whenDone(result);
      sendBatch();
    });
    worker.on("error", reject);
    worker.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`A process of the chaos test ended with ${signal ?? code}`));
    });
    sendBatch();
  });
}

/** One line on a terminal, otherwise a line for each tenth. */
function showProgress(done: number, seeds: number, failed: number): void {
  const line = `${done.toLocaleString("en-US")} of ${seeds.toLocaleString("en-US")} seeds, ${failed} failed`;
  if (process.stderr.isTTY) {
    process.stderr.write(`\r${line}${done >= seeds ? "\n" : ""}`);
  } else if (Math.floor((10 * done) / seeds) > Math.floor((10 * (done - batchSize)) / seeds)) {
    process.stderr.write(`${line}\n`);
  }
}

void runCommand(main);
