import { existsSync } from "node:fs";
import { join } from "node:path";

import { articleSource } from "../corpus/choose-source";
import { type ArticleSource } from "../corpus/article-source";
import { placedInputs } from "../corpus/placed-inputs";
import { Journal, readJournal } from "../journal/journal";
import { RequestLedger } from "../journal/ledger";
import { plannedArrivals, plannedRequests } from "../run/planned-requests";
import { createLoadClients, type LoadClients } from "../service/aws-clients";
import { type ServiceClock } from "../service/clock";
import { followService } from "../service/follow-service";
import { type PlannedRequest, sendOpenLoop } from "../sending/client";
import { isOfShard, type ShardPlan, type ShardStart } from "./shard-plan";

/** Where the journal of a shard is, below the folder of its run. */
export function shardJournalFile(runFolder: string, shard: number): string {
  return join(runFolder, "shards", String(shard), "journal.jsonl");
}

/** Sends one shard of a run's requests. Whoever waits for their results reads what was sent from the shard's journal. */
export class Shard {
  private constructor(
    private readonly plan: ShardPlan,
    readonly shard: number,
    private readonly arrivals: Float64Array,
    readonly source: ArticleSource,
    readonly clock: ServiceClock,
    readonly clients: LoadClients,
    readonly journal: Journal,
  ) {}

  /**
   * Gets everything ready that the sending needs.
   *
   * @param runFolder Holds the run; the shard's journal is begun in it, or gone on with.
   */
  static async open(plan: ShardPlan, shard: number, runFolder: string): Promise<Shard> {
    const { scenario, target, inputDirectory, inputs } = plan;
    const arrivals = plannedArrivals(scenario);
    const source = inputs
      ? placedInputs(inputs)
      : articleSource(scenario, arrivals.length, inputDirectory);
    const { clock } = await followService(target);
    const file = shardJournalFile(runFolder, shard);
    const journal = existsSync(file) ? Journal.reopen(file) : Journal.create(file);
    return new Shard(plan, shard, arrivals, source, clock, createLoadClients(target), journal);
  }

  /**
   * Sends what is the shard's, each request at its planned time.
   *
   * @param onStanding Told when the service's time waits for this shard.
   * @param signal Stops the sending; what is under way is still waited for.
   * @throws {LoadError} As {@link sendOpenLoop} does.
   */
  async send(start: ShardStart, onStanding: () => void, signal: AbortSignal): Promise<void> {
    const { clients, clock, journal, plan } = this;
    const { run, scenario, target } = plan;
    const sent = new Set(start.sent);
    await clock.standStill(start.standSeconds);
    onStanding();
    const requests = this.planned(start.startSeconds, (index) => !sent.has(index));
    const sender = {
      runtime: clients.runtime,
      endpointName: target.endpointName,
      limits: scenario.workload,
      placesOutputs: plan.completion === "polling",
      record: journal.append.bind(journal),
      ...{ clock, run },
    };
    await sendOpenLoop(sender, requests, signal);
  }

  /** The shard's requests, in the order of their planned times. */
  planned(startSeconds: number, isDue: (index: number) => boolean): Generator<PlannedRequest> {
    const { arrivals, plan, shard, source } = this;
    const { run, scenario, shards, target, inline } = plan;
    return plannedRequests({
      ...{ arrivals, startSeconds, run, target, source, inline },
      maxSeconds: scenario.maxSeconds,
      isDue: (index) => isOfShard(index, shard, shards) && isDue(index),
    });
  }

  /** What the shard's journal tells of its requests. */
  async ledger(): Promise<RequestLedger> {
    const ledger = new RequestLedger();
    for await (const event of readJournal(this.journal.file)) ledger.apply(event);
    return ledger;
  }

  /** Lets time, connections and the journal go. */
  close(): void {
    this.clock.leash(Infinity);
    this.clock.close();
    this.clients.destroy();
    this.journal.close();
  }
}
