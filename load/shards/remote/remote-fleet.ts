import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { JournalTail } from "../../journal/journal-tail";
import { type Recorder } from "../../journal/recorder";
import { LoadError } from "../../load-error";
import { shardJournalFile } from "../shard";
import { mergeTails } from "../merge-tails";
import { type SendingShards } from "../sending-shards";
import { type ShardPlan, type ShardStart } from "../shard-plan";
import { type ShardStatus, type ShardStore } from "./shard-store";

/** What a run needs of its shards on other machines. */
export interface RemoteFleetOptions {
  readonly plan: ShardPlan;
  readonly store: ShardStore;
  /** Holds the run's journal; what the shards' hold is written below it. */
  readonly runFolder: string;
  /** Events of each shard that are in the run's journal already. */
  readonly merged: readonly number[];
  readonly record: Recorder;
  /** Between two looks into S3. */
  readonly lookMilliseconds: number;
  /** A shard that says nothing for so long is gone. Two minutes by default. */
  readonly patienceMilliseconds?: number | undefined;
  /** Told of the shards that are still waited for, and where they find their plan. */
  readonly onWaiting?: ((shards: readonly number[], location: string) => void) | undefined;
}

/** From the last word to the start: shards look for it every second, and SageMaker is not to see one begin before another. */
const leadSeconds = 15;

const defaultPatienceMilliseconds = 120_000;

/** As long as a person and Fargate may take to start a task again. */
const restartPatienceMilliseconds = 900_000;

/** One shard as it is seen from here. */
interface Seen {
  status: ShardStatus | undefined;
  /** When a word of it was last new, on this machine's clock. */
  heardAt: number;
  /** Whether that word came since this process follows the run. */
  isFresh: boolean;
  /** Bytes of its journal that are on this machine. */
  bytes: number;
}

/**
 * The shards of a run that are sent by tasks on other machines. They and this process never talk but through S3: they go on
 * when it is gone, and what they sent meanwhile is read when it comes back.
 */
export class RemoteFleet implements SendingShards {
  readonly leadSeconds = leadSeconds;
  readonly areIndependent = true;
  private readonly files: readonly string[];
  private readonly tails: readonly JournalTail[];
  private readonly seen: readonly Seen[];

  private constructor(private readonly options: RemoteFleetOptions) {
    const { merged, plan, runFolder } = options;
    this.files = Array.from({ length: plan.shards }, (_, shard) =>
      shardJournalFile(runFolder, shard),
    );
    for (const file of this.files) {
      mkdirSync(dirname(file), { recursive: true });
      // What an earlier process wrote may end in the middle of a part.
      writeFileSync(file, "");
    }
    this.tails = this.files.map((file, shard) => new JournalTail(file, merged[shard] ?? 0));
    const heardAt = performance.now();
    this.seen = this.files.map(() => ({ status: undefined, heardAt, isFresh: false, bytes: 0 }));
  }

  /** Puts the plan where the shards find it, and reads what they did while no one followed them. */
  static async open(options: RemoteFleetOptions): Promise<RemoteFleet> {
    const { plan, store } = options;
    if ((await store.plan()) === undefined) await store.putPlan(plan);
    const fleet = new RemoteFleet(options);
    await fleet.look();
    for (const each of fleet.seen) each.isFresh = false;
    return fleet;
  }

  async ready(signal: AbortSignal): Promise<void> {
    const { onWaiting, store } = this.options;
    if ((await store.start()) !== undefined) return;
    let told = "";
    try {
      for (;;) {
        signal.throwIfAborted();
        await this.look();
        const missing = this.seen.flatMap(({ isFresh, status }, shard) => {
          const isEnded = status?.state === "ended";
          if (isEnded && isFresh) throw this.endedEarly(shard, status);
          return status === undefined || isEnded ? [shard] : [];
        });
        if (missing.length === 0) return;
        if (missing.join() !== told) onWaiting?.(missing, store.location);
        told = missing.join();
        await this.pause(signal);
      }
    } catch (error) {
      // Tasks cost money while they wait.
      await this.stop();
      throw error;
    }
  }

  async send(
    start: Omit<ShardStart, "sent">,
    onStanding: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { store } = this.options;
    if ((await store.start()) === undefined) await store.putStart(start);
    const ended = this.seen.flatMap(({ status }, shard) =>
      status?.state === "ended" && status.unsent !== 0 ? [shard] : [],
    );
    if (ended.length > 0) this.options.onWaiting?.(ended, store.location);
    let isStopping = false;
    let haveStood = false;
    try {
      for (;;) {
        if (!haveStood && this.seen.every(({ status }) => status && status.state !== "ready")) {
          haveStood = true;
          onStanding();
        }
        if (this.haveEnded(isStopping)) return;
        await this.pause(signal);
        if (signal.aborted && !isStopping) {
          isStopping = true;
          await this.stop();
        }
        await this.look();
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  private stop(): Promise<void> {
    return this.options.store.putStop(randomUUID());
  }

  close(): Promise<void> {
    for (const tail of this.tails) tail.close();
    return Promise.resolve();
  }

  /**
   * Whether nothing more is to come of any shard.
   *
   * @throws {LoadError} When one of them is gone, or ended before it should.
   */
  private haveEnded(isStopping: boolean): boolean {
    const { patienceMilliseconds = defaultPatienceMilliseconds } = this.options;
    let ended = 0;
    for (const [shard, { heardAt, isFresh, status }] of this.seen.entries()) {
      const silence = performance.now() - heardAt;
      const isSilent = silence > patienceMilliseconds;
      if (status?.state === "ended") {
        // Of one that ended before this process came, a new task may be on its way.
        if (status.unsent === 0 || isStopping) ended += 1;
        else if (isFresh || silence > restartPatienceMilliseconds)
          throw this.endedEarly(shard, status);
      } else if (isSilent) {
        throw new LoadError(
          `${this.nameOf(shard)} has not been heard of for ${Math.round(patienceMilliseconds / 1000)} s: look at the log of ` +
            "its task, and start it again",
        );
      }
    }
    return ended === this.seen.length;
  }

  private endedEarly(shard: number, { error, unsent }: ShardStatus): LoadError {
    return new LoadError(
      `${this.nameOf(shard)} ended with ${unsent} of its requests unsent (${error ?? "it was told to stop"}): mend that, and ` +
        "start its task again",
    );
  }

  private nameOf(shard: number): string {
    return `Shard ${shard} of ${this.options.plan.shards}`;
  }

  /** Reads what is new of every shard into the run's journal. */
  private async look(): Promise<void> {
    await Promise.all(this.seen.map((seen, shard) => this.lookAt(seen, shard)));
    mergeTails(this.tails, this.options.record);
  }

  private async lookAt(seen: Seen, shard: number): Promise<void> {
    const { store } = this.options;
    const status = await store.status(shard);
    if (status === undefined) return;
    while (seen.bytes < status.bytes) {
      const part = await store.journalPart(shard, seen.bytes);
      appendFileSync(this.files[shard] ?? "", part);
      seen.bytes += part.length;
    }
    if (seen.status?.beat !== status.beat || seen.status.task !== status.task) {
      seen.heardAt = performance.now();
      seen.isFresh = true;
    }
    seen.status = status;
  }

  private async pause(signal: AbortSignal): Promise<void> {
    const { lookMilliseconds } = this.options;
    // Once it is aborted there is still to wait for.
    const options = signal.aborted ? {} : { signal };
    await delay(lookMilliseconds, undefined, options).catch(() => undefined);
  }
}
