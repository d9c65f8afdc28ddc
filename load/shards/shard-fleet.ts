import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { type RequestLedger } from "../journal/ledger";
import { JournalTail } from "../journal/journal-tail";
import { type Recorder } from "../journal/recorder";
import { holderOf } from "../journal/run-lock";
import { LoadInputError } from "../load-error";
import { shardJournalFile } from "./shard";
import { mergeTails } from "./merge-tails";
import { type SendingShards } from "./sending-shards";
import { ShardChild } from "./shard-child";
import { isOfShard, type ShardPlan, type ShardStart } from "./shard-plan";

/** What the shards of a run need. */
export interface ShardFleetOptions {
  readonly plan: ShardPlan;
  /** Holds the run's journal; those of the shards are below it. */
  readonly runFolder: string;
  /** Events of each shard that are in the run's journal already. */
  readonly merged: readonly number[];
  readonly ledger: RequestLedger;
  readonly record: Recorder;
}

/** Between two looks into the shards' journals. */
const lookMilliseconds = 50;

/** A shard whose run was killed still waits for what is under way. */
const patienceMilliseconds = 120_000;

/**
 * The processes that send a run's requests while this one follows them. Each writes a journal of its own before it does
 * anything, which is read into the run's as it grows: neither the end of a shard's process nor the end of this one can
 * take away what was sent.
 */
export class ShardFleet implements SendingShards {
  /** They are told at once. */
  readonly leadSeconds = 0;
  readonly areIndependent = false;
  private readonly children: ShardChild[];

  private constructor(
    private readonly options: ShardFleetOptions,
    private readonly tails: readonly JournalTail[],
  ) {
    const { plan, runFolder } = options;
    this.children = tails.map((_, shard) => new ShardChild(plan, shard, runFolder));
  }

  /**
   * Takes up what the shards of an earlier process left, and starts a process for each.
   *
   * @throws {LoadInputError} When a shard of an earlier process is still at work after two minutes.
   */
  static async open(options: ShardFleetOptions): Promise<ShardFleet> {
    const files = Array.from({ length: options.plan.shards }, (_, shard) =>
      shardJournalFile(options.runFolder, shard),
    );
    await Promise.all(files.map(untilFree));
    const tails = files.map((file, shard) => new JournalTail(file, options.merged[shard] ?? 0));
    mergeTails(tails, options.record);
    return new ShardFleet(options, tails);
  }

  /** Waits until every shard can start at once. */
  async ready(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
    );
    await Promise.race([Promise.all(this.children.map(({ ready }) => ready)), aborted]);
  }

  /**
   * Has all shards send from the same instant, and reads what they sent into the run's journal.
   *
   * @param onStanding Told when the service's time waits for every shard.
   * @param signal Stops the sending; what is under way is still waited for.
   * @throws {LoadError} When a shard failed, or its process is gone; the others have stopped then.
   */
  async send(
    start: Omit<ShardStart, "sent">,
    onStanding: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { children } = this;
    const stop = (): void => children.forEach((child) => child.tell({ kind: "stop" }));
    const ended = Promise.allSettled(children.map(({ done }) => done));
    for (const [shard, child] of children.entries()) {
      child.tell({ kind: "start", start: { ...start, sent: this.sentBy(shard) } });
      child.done.catch(stop);
    }
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    void Promise.allSettled(children.map(({ standing }) => standing)).then(onStanding);
    let isOver = false;
    void ended.then(() => (isOver = true));
    try {
      while (!isOver) {
        await Promise.race([ended, delay(lookMilliseconds)]);
        mergeTails(this.tails, this.options.record);
      }
    } finally {
      stop();
      await ended;
      signal.removeEventListener("abort", stop);
    }
    await Promise.all(children.map(({ done }) => done));
  }

  /** Ends the processes that are left. */
  async close(): Promise<void> {
    await Promise.all(this.children.map((child) => child.close()));
    for (const tail of this.tails) tail.close();
  }

  private sentBy(shard: number): number[] {
    const { ledger, plan } = this.options;
    return [...ledger.requests()]
      .map(({ index }) => index)
      .filter((index) => isOfShard(index, shard, plan.shards));
  }
}

/** Waits until no process is at a shard. */
async function untilFree(journal: string, shard: number): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  for (;;) {
    const holder = holderOf(dirname(journal));
    if (holder === undefined) return;
    if (performance.now() >= deadline) {
      throw new LoadInputError(
        `Shard ${shard} of the run is still at work in process ${holder}: wait for its end, or end that process first`,
      );
    }
    await delay(lookMilliseconds);
  }
}
