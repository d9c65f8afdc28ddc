import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { readJournal } from "../journal/journal";
import { type JournalEvent } from "../journal/journal-event";
import { RequestLedger } from "../journal/ledger";
import { LoadInputError } from "../load-error";
import { type FleetSample } from "../measurement/fleet-monitor";

/** What the journal of a run that ended early tells of it. */
export interface EarlierRun {
  readonly started: Extract<JournalEvent, { event: "started" }>;
  /** Names of the inputs that are in S3. */
  readonly uploaded: ReadonlySet<string>;
  /** When the stream started, in epoch seconds of the service; null when it had not. */
  readonly streamStart: number | null;
  /** How much later than at first the requests were planned that the last process sent. */
  readonly shiftSeconds: number;
  readonly ledger: RequestLedger;
  readonly fleet: readonly FleetSample[];
  /** Events of each shard that the journal holds. */
  readonly shardEvents: readonly number[];
  /** Times that the run was gone on with before. */
  readonly resumes: number;
}

/** Where the journal of a run is. */
export function journalFile(reportsDirectory: string, run: string): string {
  return join(reportsDirectory, run, "journal.jsonl");
}

/**
 * Says whether a run can be gone on with, before anything is started for it.
 *
 * @throws {LoadInputError} When there is no such run.
 */
export function checkResumable(reportsDirectory: string, run: string): void {
  if (existsSync(journalFile(reportsDirectory, run))) {
    return;
  }
  const runs = existsSync(reportsDirectory)
    ? readdirSync(reportsDirectory).filter((each) =>
        existsSync(journalFile(reportsDirectory, each)),
      )
    : [];
  throw new LoadInputError(
    `The run to go on with is ${JSON.stringify(run)}, which has no journal in ${JSON.stringify(reportsDirectory)}: ` +
      (runs.length === 0 ? "there are no runs there, start one" : `give one of ${runs.join(", ")}`),
  );
}

/**
 * Reads what a run left.
 *
 * @returns undefined when it ended before anything was begun: the journal is empty.
 * @throws {LoadInputError} When the journal cannot be read.
 */
export async function readEarlierRun(file: string): Promise<EarlierRun | undefined> {
  const ledger = new RequestLedger();
  const uploaded = new Set<string>();
  const fleet: FleetSample[] = [];
  let started: EarlierRun["started"] | undefined;
  let streamStart: number | null = null;
  let shiftSeconds = 0;
  let resumes = 0;
  const shardEvents: number[] = [];
  try {
    for await (const event of readJournal(file)) {
      ledger.apply(event);
      const { shard } = event;
      if (shard !== undefined) shardEvents[shard] = (shardEvents[shard] ?? 0) + 1;
      if (event.event === "started") started = event;
      else if (event.event === "uploaded") uploaded.add(event.input);
      else if (event.event === "streamStarted") streamStart = event.atSeconds;
      else if (event.event === "fleet") fleet.push(event);
      else if (event.event === "resumed") {
        shiftSeconds = event.shiftSeconds;
        resumes += 1;
      }
    }
  } catch (cause) {
    throw new LoadInputError(
      `${cause instanceof Error ? cause.message : String(cause)}: the run cannot be gone on with, start a new one`,
      { cause },
    );
  }
  return (
    started && {
      ...{ started, uploaded, streamStart, shiftSeconds, ledger, fleet, shardEvents, resumes },
    }
  );
}
