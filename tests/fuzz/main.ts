import { Command } from "@commander-js/extra-typings";
import { seedNumber, wholeNumber } from "../../scripts/option-values";
import { runCommand } from "../../scripts/run-command";
import { fuzz } from "./fuzz";

/** Growth of the heap over a run, in bytes, that is no leak: caches, and code that was compiled on the way. */
const TOLERATED_GROWTH_BYTES = 20 * 1024 * 1024;

const command = new Command("test:fuzz")
  .description(
    "Sends drawn and broken requests of every service and protocol to a local AWS of its own. Fails on a status of 500 " +
      "and above (other than a 501 that names the operation), on an unhandled rejection, on memory that grows and on a " +
      "file outside the data folder.",
  )
  .option("--requests <number>", "requests to send", wholeNumber(1, 10_000_000), 100_000)
  .option("--seed <number>", "seed of everything that is drawn", seedNumber, 1)
  .allowExcessArguments(false);

async function main(): Promise<void> {
  const { requests, seed } = command.parse().opts();
  const report = await fuzz({
    requests,
    seed,
    progress: (done) => void process.stderr.write(`${done} of ${requests}\n`),
  });
  const growth = report.heapBytes.last - report.heapBytes.first;
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  process.exitCode = report.faults.length > 0 || growth > TOLERATED_GROWTH_BYTES ? 1 : 0;
}

void runCommand(main);
