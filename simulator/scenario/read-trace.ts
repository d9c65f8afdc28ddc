import { parse as parseCsv } from "csv-parse/sync";
import { findJsonError } from "./json-error";
import {
  type CountsFormat,
  formatOfColumns,
  knownHeaders,
  numberOf,
  type RecordedTraffic,
  type TimesFormat,
  type TraceFormat,
  type TraceRow,
} from "./trace-formats";

/**
 * Reads a trace, a block of its text at a time: of a file of any size only the requests' times, or their numbers in each
 * period, are kept. Which of the known formats it is in, its header, its first line of JSON, or a line of nothing but
 * numbers (requests in each second, between spaces) tells.
 *
 * @param blocks The text, cut anywhere. A row of CSV must not hold a line break.
 * @throws Error that says what is wrong and where.
 */
export function readTrace(blocks: Iterable<string>): RecordedTraffic {
  const [first, rest] = startOf(blocks);
  refuseOtherFiles(first);
  const firstLine = first.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  if (/^[\d.eE+-]+(\s+[\d.eE+-]+)+\s*$/.test(firstLine)) return readRates(rest);
  return firstLine.startsWith("{") ? readJsonLines(rest) : readCsv(rest);
}

/** A line of numbers may be all of a file; so much of it tells what it is. */
const enoughToTell = 64 * 1024;

/** The text up to its first line break at least, without a byte order mark, and all of it. */
function startOf(blocks: Iterable<string>): [string, Iterable<string>] {
  const iterator = blocks[Symbol.iterator]();
  let start = "";
  let next = iterator.next();
  while (next.done !== true && start.length < enoughToTell && !/\S.*\n/.test(start)) {
    start = (start + next.value).replace(/^\ufeff/, "");
    next = iterator.next();
  }
  const all = function* (): Generator<string> {
    yield start;
    for (; next.done !== true; next = iterator.next()) yield next.value;
  };
  return [start, all()];
}

/** Files that are met in the place of a trace, and what to do with them. */
function refuseOtherFiles(start: string): void {
  if (start.startsWith("\u001f")) {
    throw new Error("it is compressed; unpack it with gunzip, and name the file that comes out");
  }
  if (start.startsWith("version https://git-lfs")) {
    throw new Error("it is a pointer of Git LFS and not the trace; fetch it with `git lfs pull`");
  }
  if (start.includes("\0")) {
    throw new Error("it is not text in UTF-8; write it as CSV or JSONL in UTF-8");
  }
}

/** Groups text into pieces that end with a separator; the last piece may be without one. */
function* piecesOf(blocks: Iterable<string>, separator: RegExp): Generator<string> {
  let rest = "";
  for (const block of blocks) {
    rest += block;
    const end = lastIndexOf(rest, separator) + 1;
    if (end > 0) {
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  }
  if (rest !== "") yield rest;
}

function lastIndexOf(text: string, separator: RegExp): number {
  for (let index = text.length - 1; index >= 0; index--) {
    if (separator.test(text[index]!)) return index;
  }
  return -1;
}

function readCsv(blocks: Iterable<string>): RecordedTraffic {
  let header: string[] | undefined;
  let rows: RowReader | undefined;
  let lines = 0;
  for (const piece of piecesOf(blocks, /\n/)) {
    for (const cells of csvRows(piece, lines)) {
      if (header === undefined || rows === undefined) {
        header = cells.map((name) => name.toLowerCase());
        const format = formatOfColumns(header);
        if (format === undefined) {
          throw new Error(`its header has ${cells.join(", ") || "nothing"}; ${knownHeaders}`);
        }
        rows = rowReader(format, header, "row");
      } else {
        rows.take(rowOf(header, cells));
      }
    }
    lines += piece.split("\n").length - 1;
  }
  if (rows === undefined) throw new Error(`its header has nothing; ${knownHeaders}`);
  return rows.end();
}

function csvRows(text: string, linesBefore: number): string[][] {
  try {
    return parseCsv(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/ (at|on) line \d+.*$/s, "") : "";
    const { lines = 0 } = cause as { lines?: number };
    throw new Error(`its line ${linesBefore + lines} is not CSV (${reason}); correct it`, {
      cause,
    });
  }
}

function rowOf(header: readonly string[], cells: readonly string[]): TraceRow {
  const row: Record<string, string> = {};
  for (const [index, name] of header.entries()) row[name] = cells[index] ?? "";
  return row;
}

function readJsonLines(blocks: Iterable<string>): RecordedTraffic {
  let rows: RowReader | undefined;
  let line = 0;
  for (const piece of piecesOf(blocks, /\n/)) {
    for (const text of piece.replace(/\n$/, "").split("\n")) {
      line++;
      if (text.trim() === "") continue;
      const fields = jsonFields(text, line);
      if (rows === undefined) {
        const format = formatOfColumns(Object.keys(fields));
        if (format === undefined || format.kind === "counts") {
          const keys = Object.keys(fields).join(", ") || "no keys";
          throw new Error(
            `its line ${line} has ${keys}; each line must have \`seconds\`, a \`timestamp\` (a time of day), or the keys ` +
              "of Mooncake",
          );
        }
        rows = rowReader(format, [], "line");
      }
      rows.take(fields, line);
    }
  }
  if (rows === undefined) throw new Error("it has no line; add at least one");
  return rows.end();
}

function jsonFields(text: string, line: number): TraceRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { column, found } = findJsonError(text.trimEnd());
    throw new Error(
      `its line ${line} is not JSON: column ${column} has ${found}; write one object a line`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`its line ${line} is ${JSON.stringify(value)}; write one object a line`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]),
  );
}

function readRates(blocks: Iterable<string>): RecordedTraffic {
  const counts: number[] = [];
  for (const piece of piecesOf(blocks, /\s/)) {
    for (const text of piece.split(/\s+/)) {
      if (text === "") continue;
      counts.push(checkedCount(text, () => `its number ${counts.length + 1}`));
    }
  }
  return { seconds: [], counts, periodSeconds: 1 };
}

/** Takes in one row after the other. */
interface RowReader {
  /** @param number Of the row, from 1, where it is not the one after the last. */
  take(row: TraceRow, number?: number): void;
  end(): RecordedTraffic;
}

function rowReader(format: TraceFormat, header: readonly string[], unit: string): RowReader {
  switch (format.kind) {
    case "times":
      return timesReader(format, unit);
    case "counts":
      return countsReader(format, header);
    default:
      return format satisfies never;
  }
}

function timesReader(format: TimesFormat, unit: string): RowReader {
  const seconds: number[] = [];
  let rows = 0;
  return {
    take(row, number = rows + 1) {
      rows = number;
      const second = format.secondsOf(row);
      if (!Number.isFinite(second) || (!format.fromFirst && second < 0)) {
        const given = format.timeColumns.map((name) => JSON.stringify(row[name] ?? "")).join(", ");
        throw new Error(`its ${unit} ${number} has the time ${given}; correct it`);
      }
      if (!format.inAnyOrder && second < (seconds.at(-1) ?? -Infinity)) {
        throw new Error(
          `its ${unit} ${number} is earlier than the ${unit} above it; sort the trace by time`,
        );
      }
      seconds.push(second);
    },
    end() {
      if (seconds.length === 0) throw new Error(`it has no ${unit}; add at least one`);
      if (format.inAnyOrder) seconds.sort((a, b) => a - b);
      const first = format.fromFirst ? seconds[0]! : 0;
      for (let index = 0; index < seconds.length; index++) seconds[index]! -= first;
      return { seconds, counts: [], periodSeconds: 1 };
    },
  };
}

function countsReader(
  { periodColumns, periodSeconds, marks }: CountsFormat,
  header: readonly string[],
): RowReader {
  const counts: number[] = [];
  const columns = periodColumns?.(header) ?? marks;
  let rows = 0;
  return {
    take(row) {
      rows++;
      for (const [index, column] of columns.entries()) {
        const count = checkedCount(row[column], () => `its row ${rows} in column \`${column}\``);
        // Several rows of the same periods, such as one a function, are added up.
        if (periodColumns === null) counts.push(count);
        else counts[index] = (counts[index] ?? 0) + count;
      }
    },
    end() {
      if (rows === 0) throw new Error("it has no row; add at least one");
      return { seconds: [], counts, periodSeconds };
    },
  };
}

function checkedCount(value: unknown, where: () => string): number {
  const count = numberOf(value);
  if (!Number.isFinite(count) || count < 0) {
    throw new Error(
      `${where()} is ${JSON.stringify(value)}; it must be a number of requests of at least 0`,
    );
  }
  return count;
}
