import { closeSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

import { LoadInputError } from "../load-error";

import { type ArticleInput, type ArticleSource } from "./article-source";

const blockBytes = 256 * 1024;
const lineBreak = 0x0a;

/**
 * A source of requests that stand in a file of JSON lines, one a line, over and over. Of the file only where its lines
 * are is kept.
 *
 * @param file The value of `--input`.
 * @throws {LoadInputError} When it cannot be read, has no line, or has one that is not JSON.
 */
export function jsonLineInputs(file: string): ArticleSource {
  const lines = findLines(file);
  const count = lines.length / 2;
  const input = (index: number): ArticleInput => {
    const line = index % count;
    const [start = 0, end = 0] = lines.slice(2 * line, 2 * line + 2);
    return {
      name: `line-${String(line).padStart(6, "0")}.json`,
      contentType: "application/json",
      mostBytes: end - start,
      open: async () => ({ body: await readPart(file, start, end), bytes: end - start }),
    };
  };
  return {
    input,
    *inputs(requests): Generator<ArticleInput> {
      for (let line = 0; line < Math.min(count, requests); line += 1) yield input(line);
    },
  };
}

/** Start and end of each line that is not blank, in bytes, one after the other. */
function findLines(file: string): number[] {
  const given = `\`--input\` is ${JSON.stringify(file)}`;
  const found: number[] = [];
  let number = 0;
  try {
    for (const { start, bytes } of linesOf(file)) {
      number += 1;
      const text = bytes.toString("utf8");
      if (text.trim() === "") continue;
      checkJson(text, () => `${given}, and its line ${number}`);
      found.push(start, start + bytes.length);
    }
  } catch (cause) {
    if (cause instanceof LoadInputError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LoadInputError(`${given}, which cannot be read (${reason}); name another file`, {
      cause,
    });
  }
  if (found.length === 0) {
    throw new LoadInputError(`${given}, which holds no line; write a request on each line`);
  }
  return found;
}

function checkJson(text: string, where: () => string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new LoadInputError(
      `${where()} is not JSON (${cause instanceof Error ? cause.message : ""}); write one JSON value a line, or give ` +
        "the file another extension to send it as it is",
      { cause },
    );
  }
}

/** The lines of a file without their ends, and where each begins. */
function* linesOf(file: string): Generator<{ readonly start: number; readonly bytes: Buffer }> {
  const descriptor = openSync(file, "r");
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    let rest = Buffer.alloc(0);
    let start = 0;
    for (;;) {
      const count = readSync(descriptor, block);
      if (count === 0) break;
      const text = Buffer.concat([rest, block.subarray(0, count)]);
      let from = 0;
      for (let end; (end = text.indexOf(lineBreak, from)) >= 0; from = end + 1) {
        yield { start: start + from, bytes: text.subarray(from, end) };
      }
      rest = text.subarray(from);
      start += from;
    }
    if (rest.length > 0) yield { start, bytes: rest };
  } finally {
    closeSync(descriptor);
  }
}

async function readPart(file: string, start: number, end: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const part = Buffer.alloc(end - start);
    const { bytesRead } = await handle.read(part, 0, part.length, start);
    if (bytesRead < part.length) throw new Error(`${JSON.stringify(file)} was cut short`);
    return part;
  } finally {
    await handle.close();
  }
}
