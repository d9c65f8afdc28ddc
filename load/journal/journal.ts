import {
  closeSync,
  createReadStream,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

import { LoadError, LoadInputError } from "../load-error";

import { type JournalEvent } from "./journal-event";
import { holdRun } from "./run-lock";

/** The append-only record of a run, one JSON object a line. */
export class Journal {
  private constructor(
    readonly file: string,
    private descriptor: number | undefined,
    /** Bytes of whole lines. */
    private length: number,
    private readonly releaseRun: () => void,
  ) {}

  /**
   * Starts a journal.
   *
   * @param file Its folder is made where it is missing.
   * @throws {LoadInputError} When the file cannot be written, or exists: one run, one journal.
   */
  static create(file: string): Journal {
    try {
      mkdirSync(dirname(file), { recursive: true });
      return new Journal(file, openSync(file, "ax"), 0, holdRun(dirname(file)));
    } catch (cause) {
      throw new LoadInputError(
        `The run's journal ${JSON.stringify(file)} cannot be begun (${cause instanceof Error ? cause.message : String(cause)}): ` +
          "give a folder for reports that this user may write to and that holds no run of this name",
        { cause },
      );
    }
  }

  /**
   * Goes on with a journal. A line that the end of the process cut off is taken away: nothing that it was to tell of
   * had been done by then, for every line is whole before what it permits is done.
   *
   * @throws {LoadInputError} When another process holds the run, or the file cannot be written.
   */
  static reopen(file: string): Journal {
    const release = holdRun(dirname(file));
    try {
      const descriptor = openSync(file, "r+");
      const length = endOfLastLine(descriptor);
      ftruncateSync(descriptor, length);
      return new Journal(file, descriptor, length, release);
    } catch (cause) {
      release();
      throw new LoadInputError(
        `The run's journal ${JSON.stringify(file)} cannot be gone on with (${cause instanceof Error ? cause.message : String(cause)}): ` +
          "make it writable, or start a new run",
        { cause },
      );
    }
  }

  /**
   * Adds events. The lines are with the operating system when this returns, so that the end of the process, however
   * sudden, cannot take them away.
   *
   * @throws {LoadError} When they cannot be written, for example on a full disk; the journal then ends with the line before
   * them.
   */
  append(...events: readonly JournalEvent[]): void {
    const { descriptor } = this;
    if (descriptor === undefined) {
      throw new Error(`The journal ${JSON.stringify(this.file)} is closed`);
    }
    let text = "";
    for (const event of events) text += `${JSON.stringify(event)}\n`;
    const lines = Buffer.from(text);
    try {
      let written = 0;
      while (written < lines.length) {
        written += writeSync(
          descriptor,
          lines,
          written,
          lines.length - written,
          this.length + written,
        );
      }
    } catch (cause) {
      ftruncateSync(descriptor, this.length);
      throw new LoadError(
        `The run's journal ${JSON.stringify(this.file)} cannot be written (${cause instanceof Error ? cause.message : String(cause)}): ` +
          "make room on the disk, then go on with the run",
        { cause },
      );
    }
    this.length += lines.length;
  }

  /** Puts the journal on the disk and closes it. Closing twice is harmless. */
  close(): void {
    if (this.descriptor !== undefined) {
      fsyncSync(this.descriptor);
      closeSync(this.descriptor);
      this.descriptor = undefined;
      this.releaseRun();
    }
  }
}

/** Bytes up to and with the last line break of a file. */
function endOfLastLine(descriptor: number): number {
  const block = Buffer.alloc(64 * 1024);
  let end = fstatSync(descriptor).size;
  while (end > 0) {
    const start = Math.max(0, end - block.length);
    const bytes = readSync(descriptor, block, 0, end - start, start);
    const lineBreak = block.lastIndexOf("\n", bytes - 1);
    if (lineBreak >= 0) {
      return start + lineBreak + 1;
    }
    end = start;
  }
  return 0;
}

/**
 * Reads a journal back, event by event.
 *
 * A last line without its end was cut off by a crash and is left out.
 *
 * @throws When any other line is not JSON.
 */
export async function* readJournal(file: string): AsyncGenerator<JournalEvent> {
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
  let unparsed: { line: number; cause: unknown } | undefined;
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (unparsed !== undefined) {
      throw new Error(`Line ${unparsed.line} of ${JSON.stringify(file)} is not a journal event`, {
        cause: unparsed.cause,
      });
    }
    try {
      yield JSON.parse(text) as JournalEvent;
    } catch (cause) {
      unparsed = { line, cause };
    }
  }
}
