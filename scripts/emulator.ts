import { Command } from "@commander-js/extra-typings";

import { SPEED_RANGE } from "../simulator/aws/clock";
import { startLocalAws } from "../simulator/aws/local-aws";
import { numberWithin, seedNumber, wholeNumber } from "./option-values";
import { exitCodes, runCommand, UsageError } from "./run-command";

const command = new Command("emulator")
  .description(
    "A local AWS for asynchronous inference: SageMaker, S3, SNS, SQS, CloudWatch and what they need, on one port of " +
      "127.0.0.1, in the protocols that AWS clients speak. Any credentials are good. Prints one line of JSON on stdout " +
      "when it accepts connections; everything else goes to stderr.",
  )
  .option(
    "--port <port>",
    "TCP port on 127.0.0.1; 0 takes a free one",
    wholeNumber(0, 65_535),
    4566,
  )
  .option(
    "--speed <factor>",
    "simulated seconds in a second, 1 to 3600; 60 makes a minute of AWS last a second",
    numberWithin(SPEED_RANGE.min, SPEED_RANGE.max),
    60,
  )
  .option(
    "--data-dir <folder>",
    "folder for payloads; left out, a temporary one that goes with the server",
  )
  .option("--seed <number>", "seed of everything that is drawn", seedNumber, 1)
  .option("--verbose", "write every call to stderr", false)
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.badInput));

async function main(): Promise<void> {
  const { port, speed, dataDir, seed, verbose } = command.parse().opts();
  const aws = await startLocalAws({
    port,
    speed,
    seed,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(verbose ? { log: (line: string) => void process.stderr.write(`${line}\n`) } : {}),
  });
  let ending = false;
  const end = (): void => {
    if (!ending) {
      ending = true;
      void aws.close().then(() => process.exit(0));
    }
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  process.stdout.write(`${JSON.stringify({ event: "ready", endpoint: aws.endpoint })}\n`);
}

/** What went wrong with a flag's value, as far as only the system could tell. */
function explain(error: unknown): string | undefined {
  const { port, dataDir } = command.opts();
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `\`--port\` is ${port}, which another program listens on. Give a free port, or 0 for any`;
  }
  if (code === "EACCES" && syscall === "listen") {
    return `\`--port\` is ${port}, which this user may not listen on. Give one above 1023`;
  }
  if (code !== undefined && dataDir !== undefined) {
    return `\`--data-dir\` is ${dataDir}, which cannot be written (${message}). Give a folder that this user may write to`;
  }
  return undefined;
}

void runCommand(() =>
  main().catch((error: unknown) => {
    const explanation = explain(error);
    throw explanation === undefined ? error : new UsageError(explanation);
  }),
);
