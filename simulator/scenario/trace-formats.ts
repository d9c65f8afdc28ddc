/** What a trace tells of its requests: when each came, or how many came in each period. */
export interface RecordedTraffic {
  /** When each request came, in order; empty where the trace counts. */
  readonly seconds: readonly number[];
  /** Requests of each period from 0; empty where the trace has times. */
  readonly counts: readonly number[];
  /** Length of a period of `counts`. */
  readonly periodSeconds: number;
}

/** A row of a CSV file by the names of its columns in lower case, or the fields of a line of JSON. */
export type TraceRow = Readonly<Record<string, unknown>>;

/** A trace with a row for each request. */
export interface TimesFormat {
  readonly kind: "times";
  readonly name: string;
  /** Columns, or keys, that it is recognised by, in lower case. */
  readonly marks: readonly string[];
  /** When the row's request came, in seconds; NaN where it does not say. */
  secondsOf(row: TraceRow): number;
  /** What a message quotes of a row whose time cannot be read. */
  readonly timeColumns: readonly string[];
  /** Whether times count from the first one, rather than from 0. */
  readonly fromFirst: boolean;
  /** Whether rows may come in another order than that of their times, such as that of their ends. */
  readonly inAnyOrder: boolean;
}

/** A trace whose cells are numbers of requests. */
export interface CountsFormat {
  readonly kind: "counts";
  readonly name: string;
  readonly marks: readonly string[];
  readonly periodSeconds: number;
  /** Columns that hold counts, each of a period of its own; null: one column, and a period for each row. */
  readonly periodColumns: ((header: readonly string[]) => readonly string[]) | null;
}

export type TraceFormat = TimesFormat | CountsFormat;

const published = { kind: "times", fromFirst: true, inAnyOrder: true } as const;
const own = { kind: "times", inAnyOrder: false } as const;

/**
 * The formats, the most particular first. Of each publisher:
 *
 * - Azure LLM inference 2023, 2024 and multimodal 2025, Azure Functions 2019 and 2021: https://github.com/Azure/AzurePublicDataset
 * - BurstGPT: https://github.com/HPMLL/BurstGPT
 * - GenTD26: https://github.com/alibaba/clusterdata/tree/master/cluster-trace-v2026-GenAI
 * - Mooncake: https://github.com/kvcache-ai/Mooncake
 * - Vidur: https://github.com/microsoft/vidur
 */
const traceFormats: readonly TraceFormat[] = [
  {
    ...published,
    name: "Azure LLM inference",
    marks: ["timestamp", "contexttokens", "generatedtokens"],
    timeColumns: ["timestamp"],
    secondsOf: ({ timestamp }) => timestampSeconds(timestamp),
  },
  {
    ...published,
    name: "Azure Functions 2021",
    marks: ["app", "func", "end_timestamp", "duration"],
    timeColumns: ["end_timestamp", "duration"],
    // Rows are in the order of their ends, in seconds; a request came when its work began.
    secondsOf: (row) => numberOf(row["end_timestamp"]) - numberOf(row["duration"]),
  },
  {
    kind: "counts",
    name: "Azure Functions 2019",
    marks: ["hashfunction", "1"],
    periodSeconds: 60,
    periodColumns: (header) => header.filter((column) => /^\d+$/.test(column)),
  },
  {
    ...published,
    name: "BurstGPT",
    marks: ["timestamp", "model", "request tokens"],
    timeColumns: ["timestamp"],
    secondsOf: ({ timestamp }) => numberOf(timestamp),
  },
  {
    ...published,
    name: "Alibaba GenTD26",
    marks: ["gmt_create"],
    timeColumns: ["gmt_create"],
    secondsOf: (row) => timestampSeconds(row["gmt_create"]),
  },
  {
    ...published,
    name: "Mooncake",
    marks: ["timestamp", "input_length", "output_length"],
    timeColumns: ["timestamp"],
    // In milliseconds.
    secondsOf: ({ timestamp }) => numberOf(timestamp) / 1000,
  },
  {
    ...published,
    name: "Vidur",
    marks: ["arrived_at"],
    timeColumns: ["arrived_at"],
    secondsOf: (row) => numberOf(row["arrived_at"]),
  },
  counted("requestspersecond", 1),
  counted("requestsperminute", 60),
  {
    ...own,
    name: "times in seconds",
    marks: ["seconds"],
    timeColumns: ["seconds"],
    fromFirst: false,
    secondsOf: ({ seconds }) => numberOf(seconds),
  },
  {
    ...own,
    name: "times of day",
    marks: ["timestamp"],
    timeColumns: ["timestamp"],
    fromFirst: true,
    secondsOf: ({ timestamp }) => timestampSeconds(timestamp),
  },
];

/** What a trace without a known header is told. */
export const knownHeaders =
  "it must have a column `TIMESTAMP` (a time of day), `seconds`, `requestsPerSecond` or `requestsPerMinute`, or be as " +
  `published of ${traceFormats.flatMap(({ name }) => (/^[A-Z]/.test(name) ? [name] : [])).join(", ")}`;

/** The format that a header, or the keys of a line of JSON, in lower case, tell of. */
export function formatOfColumns(columns: readonly string[]): TraceFormat | undefined {
  return traceFormats.find(({ marks }) => marks.every((mark) => columns.includes(mark)));
}

function counted(column: string, periodSeconds: number): CountsFormat {
  const name = `counts in a column ${column}`;
  return { kind: "counts", name, marks: [column], periodSeconds, periodColumns: null };
}

/** A number as CSV and JSON write it; NaN for anything else, emptiness included. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
}

/** Keeps the fraction apart: `Date` would cut it to milliseconds. */
function timestampSeconds(value: unknown): number {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(
    typeof value === "string" ? value : "",
  );
  if (match === null) return NaN;
  const [, date, time, fraction = "0", zone = "Z"] = match;
  return Date.parse(`${date}T${time}${zone}`) / 1000 + Number(fraction);
}
