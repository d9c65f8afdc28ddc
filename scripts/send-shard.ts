import { tmpdir } from "node:os";
import { join } from "node:path";

import { Command, Option } from "@commander-js/extra-typings";

import { createLoadClients } from "../load/service/aws-clients";
import { parseS3Location } from "../load/service/target";
import { sendRemoteShard } from "../load/shards/remote/remote-shard";
import { ShardStore } from "../load/shards/remote/shard-store";
import { numberWithin, wholeNumber } from "./option-values";
import { endOnUsage, interruptSignal, runCommand, UsageError } from "./run-command";

const command = new Command("send-shard")
  .description(
    "Sends one shard of a run that is followed elsewhere (`npm run simulate -- --remote`): waits for its start in S3, and " +
      "puts there what it sent. In a task on Fargate the environment says what the flags would.",
  )
  .addOption(
    new Option("--location <s3>", "where the run's plan is, as the run says it")
      .env("SHARD_LOCATION")
      .makeOptionMandatory(),
  )
  .addOption(
    new Option("--shard <number>", "which shard, from 0")
      .env("SHARD")
      .argParser(wholeNumber(0, 1e4))
      .makeOptionMandatory(),
  )
  .addOption(
    new Option("--region <region>", "region of the bucket").env("AWS_REGION").makeOptionMandatory(),
  )
  .addOption(
    new Option("--endpoint-url <url>", "a server that speaks AWS's interfaces; left out, AWS").env(
      "AWS_ENDPOINT_URL",
    ),
  )
  .option("--every <seconds>", "between two words in S3", numberWithin(0.05, 60), 5)
  .option("--folder <path>", "keeps the shard's journal; left out, a temporary one")
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

async function main(): Promise<void> {
  const { endpointUrl, every, folder, location, region, shard } = command.parse().opts();
  checkLocation(location);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const signal = interruptSignal(() => log("Stopping: nothing more is sent"));
  const clients = createLoadClients({ endpointUrl, region });
  try {
    await sendRemoteShard({
      ...{ log, shard, signal },
      store: new ShardStore(clients.s3, location),
      folder: folder ?? join(tmpdir(), parseS3Location(location).key),
      everyMilliseconds: every * 1000,
    });
  } finally {
    clients.destroy();
  }
}

function checkLocation(location: string): void {
  if (!/^s3:\/\/[^/]+\/.*[^/]$/.test(location)) {
    throw new UsageError(
      `\`--location\` is ${JSON.stringify(location)}; it must be of the form s3://bucket/prefix/run.shards, as the run says it`,
    );
  }
}

void runCommand(main);
