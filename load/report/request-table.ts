import { pipeline, Readable } from "node:stream";

import { stringify } from "csv-stringify";

import { type RequestRecord } from "../journal/ledger";
import { type EarlierRun, readEarlierRun } from "../run/earlier-run";
import { inferenceId } from "../sending/inference-id";

/**
 * The columns of the table. Times are seconds from the start of the stream, on the service's clock; durations are
 * seconds; what is not known is empty. No interface of AWS tells when a request left the queue.
 */
export const requestColumns = [
  ...["index", "inferenceId", "outcome"],
  ...["planned", "sent", "accepted", "ended", "notified"],
  ...["submitSeconds", "endpointSeconds", "deliverySeconds", "totalSeconds"],
  ...["reason", "inputLocation", "outputLocation", "failureLocation"],
] as const;

type RequestRow = Readonly<Record<(typeof requestColumns)[number], string | number | null>>;

/**
 * Every request of a measured run as CSV (RFC 4180, a row a request, in the order of sending), as a stream. A text that
 * a spreadsheet would take for a formula has an apostrophe before it.
 *
 * @param journal The run's journal.
 * @throws When it cannot be read.
 */
export async function requestTable(journal: string): Promise<Readable> {
  const earlier = await readEarlierRun(journal);
  const table = stringify({
    header: true,
    columns: [...requestColumns],
    escape_formulas: true,
    cast: { number: (value) => `${Math.round(value * 1000) / 1000}` },
  });
  const rows = earlier === undefined ? [] : rowsOf(earlier);
  // Whoever reads the table is told of an error by it.
  return pipeline(Readable.from(rows), table, () => undefined);
}

function* rowsOf({ started, streamStart, ledger }: EarlierRun): Generator<RequestRow> {
  for (const request of ledger.requests()) {
    yield rowOf(request, started.run, streamStart ?? 0);
  }
}

function rowOf(request: RequestRecord, run: string, streamStart: number): RequestRow {
  const { index, plannedSeconds, sentSeconds, acceptedSeconds, heardSeconds, result } = request;
  const ended = result?.endedSeconds ?? null;
  const at = (seconds: number | null): number | null => between(streamStart, seconds);
  return {
    index,
    inferenceId: inferenceId(run, index),
    outcome: request.outcome ?? "unfinished",
    planned: at(plannedSeconds),
    sent: at(sentSeconds),
    accepted: at(acceptedSeconds),
    ended: at(ended),
    notified: at(heardSeconds),
    submitSeconds: between(plannedSeconds, acceptedSeconds),
    endpointSeconds: between(result?.receivedSeconds ?? null, ended),
    deliverySeconds: between(ended, heardSeconds),
    totalSeconds: between(plannedSeconds, ended),
    reason: request.reason,
    inputLocation: request.inputLocation,
    outputLocation: result?.outputLocation ?? request.outputLocation,
    failureLocation: result?.failureLocation ?? request.failureLocation,
  };
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}
