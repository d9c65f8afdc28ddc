import { type ArticleSource } from "../corpus/article-source";
import { placesOf } from "../corpus/placed-inputs";
import { LoadInputError } from "../load-error";
import { type LoadOptions } from "../run/load-options";
import { type LoadClients } from "../service/aws-clients";
import { type ServiceClock } from "../service/clock";
import { RemoteFleet } from "./remote/remote-fleet";
import { shardFolder, ShardStore } from "./remote/shard-store";
import { type SendingShards } from "./sending-shards";
import { ShardFleet, type ShardFleetOptions } from "./shard-fleet";

/** What the shards of a run share with it. */
export interface ShardsOfRun extends Omit<ShardFleetOptions, "plan"> {
  readonly run: string;
  readonly source: ArticleSource;
  readonly requests: number;
  readonly clients: LoadClients;
  readonly clock: ServiceClock;
}

/** Between two looks at shards on other machines, in seconds of the service. */
const lookSeconds = 2;

/** As short as a pause between two looks is to be. */
const leastLookMilliseconds = 100;

/**
 * Takes up what the shards of an earlier process left, and has those that are to send get ready: processes of this machine, or
 * tasks on others.
 *
 * @throws {LoadInputError} When the options do not go with such shards.
 */
export function openShards(
  options: LoadOptions,
  shards: number,
  parts: ShardsOfRun,
): Promise<SendingShards> {
  const { completion, inline, inputDirectory, remote, scenario, target } = options;
  const { clients, clock, requests, run, source } = parts;
  const plan = { ...{ run, target, scenario, inline, completion, shards } };
  if (remote !== true) return ShardFleet.open({ ...parts, plan: { ...plan, inputDirectory } });
  checkRemote(options);
  const inputs = inputDirectory === undefined ? undefined : placesOf(source, requests);
  return RemoteFleet.open({
    ...parts,
    plan: { ...plan, inputs },
    store: new ShardStore(clients.s3, shardFolder(target, run)),
    lookMilliseconds: Math.max(leastLookMilliseconds, (lookSeconds * 1000) / clock.speed),
    onWaiting: options.onShardsWanted,
  });
}

/**
 * Says whether a run can be sent by shards on other machines.
 *
 * @throws {LoadInputError} When they would need what is on this machine alone.
 */
export function checkRemote({
  inline,
  inputDirectory,
  remote,
}: Pick<LoadOptions, "inline" | "inputDirectory" | "remote">): void {
  if (remote === true && inline === true && inputDirectory !== undefined) {
    throw new LoadInputError(
      `\`--inline\` sends inputs from the machine that sends, and ${JSON.stringify(inputDirectory)} is on this one: leave out ` +
        "`--inline`, `--input` or `--remote`",
    );
  }
}
