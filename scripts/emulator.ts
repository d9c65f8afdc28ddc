import { Command } from "@commander-js/extra-typings";

import { SPEED_RANGE } from "../simulator/aws/clock";
import { startLocalAws } from "../simulator/aws/local-aws";
import { ContainerModel } from "../simulator/aws/model/container";
import { LOOPBACK } from "../simulator/aws/server";
import { fault, numberWithin, seedNumber, serviceTime, wholeNumber } from "./option-values";
import { endOnUsage, runCommand, UsageError } from "./run-command";

const command = new Command("emulator")
  .description(
    "A local AWS for asynchronous inference: SageMaker, S3, SNS, SQS, CloudWatch and what they need, on one port, " +
      "in the protocols that AWS clients speak. Any credentials are good. Prints one line of JSON on stdout " +
      "when it accepts connections; everything else goes to stderr.",
  )
  .option("--port <port>", "TCP port; 0 takes a free one", wholeNumber(0, 65_535), 4566)
  .option(
    "--host <address>",
    "address to listen on; any other than the loopback one lets other machines in, and there are no passwords",
    LOOPBACK,
  )
  .option(
    "--container-url <url>",
    "a container that answers invocations by SageMaker's contract (/ping, /invocations) instead of the summariser; it " +
      "takes its own time, times --speed, and must be up within the start-up time-out of the endpoints that it is for",
  )
  .option(
    "--service-time <seconds>",
    "simulated time that the model takes for a request: seconds, or median:90th percentile; of a container the least " +
      "time (default: 3:6, for a container 0)",
    serviceTime,
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
  .option(
    "--fault <name=size>",
    "have this go wrong, to see what a client makes of it; may be given again: throttling=5%, container-errors=5%, " +
      "dropped-notifications=5%, duplicated-notifications=5%, slow-s3=200ms",
    fault,
  )
  .option("--verbose", "write every call to stderr", false)
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

async function main(): Promise<void> {
  const {
    port,
    host,
    speed,
    dataDir,
    seed,
    verbose,
    containerUrl,
    serviceTime,
    fault: faults,
  } = command.parse().opts();
  const container = containerUrl === undefined ? undefined : containerAt(containerUrl);
  const aws = await startLocalAws({
    port,
    host,
    speed,
    seed,
    ...(container === undefined ? {} : { model: container }),
    ...(serviceTime === undefined ? {} : { serviceTimeSeconds: serviceTime }),
    ...(faults === undefined ? {} : { faults }),
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
  if (!isLoopback(host)) {
    process.stderr.write(
      `warning: listening on ${host}: whoever reaches this machine can use it, without a password\n`,
    );
  }
  if (container !== undefined && !(await container.ping())) {
    process.stderr.write(
      `warning: ${containerUrl}/ping is not answered with 200 within 2 s; until it is, invocations fail, and so do endpoints that start\n`,
    );
  }
  process.stdout.write(`${JSON.stringify({ event: "ready", endpoint: aws.endpoint })}\n`);
}

/** @throws UsageError when it is no address of HTTP */
function containerAt(url: string): ContainerModel {
  try {
    return new ContainerModel(url);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UsageError(problem.replace("`containerUrl`", "`--container-url`"));
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/** What went wrong with a flag's value, as far as only the system could tell. */
function explain(error: unknown): string | undefined {
  const { port, host, dataDir } = command.opts();
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `\`--port\` is ${port}, which another program listens on. Give a free port, or 0 for any`;
  }
  if (code === "EACCES" && syscall === "listen") {
    return `\`--port\` is ${port}, which this user may not listen on. Give one above 1023`;
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `\`--host\` is ${host}, which is no address of this machine. Give one that is, such as ${LOOPBACK}`;
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
