import { type JournalTail } from "../journal/journal-tail";
import { type Recorder } from "../journal/recorder";

/** Reads what is new in the journals of a run's shards into the run's own. */
export function mergeTails(tails: readonly JournalTail[], record: Recorder): void {
  for (const [shard, tail] of tails.entries()) {
    for (const event of tail.read()) record({ ...event, shard });
  }
}
