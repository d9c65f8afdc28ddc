import { type Journal } from "./journal";
import { type JournalEvent } from "./journal-event";
import { type RequestLedger } from "./ledger";

/** Takes in what happens in a run: first the journal, then the ledger. */
export type Recorder = (event: JournalEvent) => void;

/** Joins a journal and a ledger into one recorder, so that neither can know what the other does not. */
export function recordInto(journal: Journal, ledger: RequestLedger): Recorder {
  return (event) => {
    journal.append(event);
    ledger.apply(event);
  };
}
