import { type Journal } from "./journal";
import { type JournalEvent } from "./journal-event";
import { type RequestLedger } from "./ledger";

/** Takes in what happens in a run, in its order: first the journal, then the ledger. */
export type Recorder = (...events: readonly JournalEvent[]) => void;

/**
 * Joins a journal and a ledger into one recorder, so that neither can know what the other does not.
 *
 * @param observer Told of each event after both.
 */
export function recordInto(
  journal: Journal,
  ledger: RequestLedger,
  observer?: { observe(event: JournalEvent): void },
): Recorder {
  return (...events) => {
    journal.append(...events);
    for (const event of events) {
      ledger.apply(event);
      observer?.observe(event);
    }
  };
}
