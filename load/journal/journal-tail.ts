import { closeSync, existsSync, openSync, readSync } from "node:fs";

import { type JournalEvent } from "./journal-event";

const blockBytes = 256 * 1024;
const lineBreak = "\n".charCodeAt(0);

/** Reads a journal that another process writes, as far as its lines are whole. */
export class JournalTail {
  private descriptor: number | undefined;
  private position = 0;
  private rest = Buffer.alloc(0);

  /**
   * @param file Need not be there yet.
   * @param skipped Lines at its start that are known already.
   */
  constructor(
    private readonly file: string,
    private skipped: number,
  ) {}

  /** The events since the last reading. */
  *read(): Generator<JournalEvent> {
    if (this.descriptor === undefined) {
      if (!existsSync(this.file)) return;
      this.descriptor = openSync(this.file, "r");
    }
    const block = Buffer.alloc(blockBytes);
    for (;;) {
      const bytes = readSync(this.descriptor, block, 0, block.length, this.position);
      if (bytes === 0) return;
      this.position += bytes;
      const text = Buffer.concat([this.rest, block.subarray(0, bytes)]);
      const end = text.lastIndexOf(lineBreak) + 1;
      this.rest = Buffer.from(text.subarray(end));
      for (const line of text.toString("utf8", 0, end).split("\n")) {
        if (line === "") continue;
        if (this.skipped > 0) this.skipped -= 1;
        else yield JSON.parse(line) as JournalEvent;
      }
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}
