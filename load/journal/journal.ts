import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

import { type JournalEvent } from "./journal-event";
import { LoadInputError } from "../load-error";

/** The append-only record of a run, one JSON object a line. */
export class Journal {
  private descriptor: number | undefined;

  private constructor(
    readonly file: string,
    descriptor: number,
  ) {
    this.descriptor = descriptor;
  }

  /**
   * Starts a journal.
   *
   * @param file Its folder is made where it is missing.
   * @throws {LoadInputError} When the file cannot be written, or exists: one run, one journal.
   */
  static create(file: string): Journal {
    try {
      mkdirSync(dirname(file), { recursive: true });
      return new Journal(file, openSync(file, "ax"));
    } catch (cause) {
      throw new LoadInputError(
        `The run's journal ${JSON.stringify(file)} cannot be begun (${cause instanceof Error ? cause.message : String(cause)}): ` +
          "give a folder for reports that this user may write to and that holds no run of this name",
        { cause },
      );
    }
  }

  /**
   * Adds an event. The line is with the operating system when this returns, so that the end of the process, however
   * sudden, cannot take it away.
   */
  append(event: JournalEvent): void {
    if (this.descriptor === undefined) {
      throw new Error(`The journal ${JSON.stringify(this.file)} is closed`);
    }
    writeSync(this.descriptor, `${JSON.stringify(event)}\n`);
  }

  /** Puts the journal on the disk and closes it. Closing twice is harmless. */
  close(): void {
    if (this.descriptor !== undefined) {
      fsyncSync(this.descriptor);
      closeSync(this.descriptor);
      this.descriptor = undefined;
    }
  }
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
