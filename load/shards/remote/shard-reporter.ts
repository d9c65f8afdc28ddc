import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { LoadInputError } from "../../load-error";
import { type ShardStatus, type ShardStore } from "./shard-store";

const lineBreak = "\n".charCodeAt(0);

/** Beats that another task would let itself be heard within, were it at work. */
const beatsOfSilence = 3;

/** Tells of a shard in S3: how far it is, and what its journal holds. */
export class ShardReporter {
  private readonly task = randomUUID();
  private beat = 0;
  private bytes = 0;
  private isFirst = true;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ShardStore,
    private readonly shard: number,
    private readonly journal: string,
    private readonly everyMilliseconds: number,
  ) {}

  /**
   * Takes up what an earlier task of the shard left: its journal is written to this machine.
   *
   * @returns What that task said last; undefined when there was none.
   * @throws {LoadInputError} When it is still at work.
   */
  async takeUp(): Promise<ShardStatus | undefined> {
    const { journal, shard, store } = this;
    const earlier = await store.status(shard);
    if (earlier === undefined) return undefined;
    if (earlier.state !== "ended") {
      await delay(beatsOfSilence * this.everyMilliseconds);
      const now = await store.status(shard);
      if (now?.beat !== earlier.beat || now.task !== earlier.task) throw this.isTaken();
    }
    mkdirSync(dirname(journal), { recursive: true });
    writeFileSync(journal, "");
    while (this.bytes < earlier.bytes) {
      const part = await store.journalPart(shard, this.bytes);
      writeFileSync(journal, part, { flag: "a" });
      this.bytes += part.length;
    }
    this.isFirst = false;
    return earlier;
  }

  /**
   * Puts what is new in the journal, then how far the shard is; one after the other.
   *
   * @throws {LoadInputError} When another task of the shard was first.
   */
  put(status: Pick<ShardStatus, "state" | "unsent" | "error">): Promise<void> {
    this.last = this.last.then(() => this.putNow(status));
    return this.last;
  }

  private async putNow(status: Pick<ShardStatus, "state" | "unsent" | "error">): Promise<void> {
    const { shard, store } = this;
    const lines = await this.newLines();
    if (lines.length > 0) {
      await store.putJournalPart(shard, this.bytes, lines);
      this.bytes += lines.length;
    }
    const { bytes, isFirst, task } = this;
    this.beat += 1;
    try {
      await store.putStatus(shard, { task, beat: this.beat, bytes, ...status }, isFirst);
    } catch (error) {
      if (error instanceof Error && /PreconditionFailed/.test(error.message)) throw this.isTaken();
      throw error;
    }
    this.isFirst = false;
  }

  private async newLines(): Promise<Buffer> {
    if (!existsSync(this.journal)) return Buffer.alloc(0);
    const file = await open(this.journal);
    try {
      const { size } = await file.stat();
      const block = Buffer.alloc(size - this.bytes);
      const { bytesRead } = await file.read(block, 0, block.length, this.bytes);
      return block.subarray(0, block.lastIndexOf(lineBreak, bytesRead - 1) + 1);
    } finally {
      await file.close();
    }
  }

  private isTaken(): LoadInputError {
    return new LoadInputError(
      `Shard ${this.shard} of ${this.store.location} is at work in another task: stop that one first, or leave the shard to it`,
    );
  }
}
