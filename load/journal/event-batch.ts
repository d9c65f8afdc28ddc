import { type JournalEvent } from "./journal-event";
import { type Recorder } from "./recorder";

/**
 * Gathers the events of one turn of the event loop and records them together: a write to the journal costs as much for
 * fifty events as for one.
 */
export class EventBatch {
  private events: JournalEvent[] = [];
  private recorded: Promise<void> | undefined;

  constructor(private readonly record: Recorder) {}

  /** Resolves once the event is recorded, and not before: what it permits may be done then. */
  add(event: JournalEvent): Promise<void> {
    this.events.push(event);
    this.recorded ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const { events } = this;
        this.events = [];
        this.recorded = undefined;
        try {
          this.record(...events);
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    return this.recorded;
  }
}
