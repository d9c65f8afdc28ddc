import { type RequestOutcome } from "../../simulator/scenario/result";

import { type JournalEvent, type NotifiedResult } from "./journal-event";

/** All that is known of one request. Times are epoch seconds of the service. */
export interface RequestRecord {
  readonly index: number;
  plannedSeconds: number;
  sentSeconds: number;
  /** Null when the input went in the request itself. */
  readonly inputLocation: string | null;
  acceptedSeconds: number | null;
  outputLocation: string | null;
  failureLocation: string | null;
  /** Why the request was not accepted. */
  error: string | null;
  /** When the first word of its end was read. */
  heardSeconds: number | null;
  /** The first word of the result; a `Completed` takes the place of a `Failed`, because then a result exists. */
  result: NotifiedResult | null;
  /** Null until the reconciliation has spoken. */
  outcome: RequestOutcome | null;
  /** Why it ended so; null for a success. */
  reason: string | null;
}

/** Counts of requests as a run goes. */
export interface LedgerCounts {
  uploaded: number;
  sent: number;
  accepted: number;
  rejected: number;
  /** Requests whose result was notified as completed. */
  completed: number;
  /** Requests whose end without a result was notified. */
  failed: number;
  /** Words of the end of a request that already had one of its kind, or of another end. */
  duplicated: number;
  /** Requests that were sent again because the first sending was not accepted. */
  resent: number;
}

type NotifiedEvent = Extract<JournalEvent, { event: "notified" }>;
type FoundEvent = Extract<JournalEvent, { event: "found" }>;

/**
 * The state of a run, built from its journal's events alone: applying a journal from its start gives the same ledger
 * that the run had.
 */
export class RequestLedger {
  readonly counts: LedgerCounts = {
    ...{ uploaded: 0, sent: 0, accepted: 0, rejected: 0 },
    ...{ completed: 0, failed: 0, duplicated: 0, resent: 0 },
  };
  private readonly records = new Map<number, RequestRecord>();
  /** Words of requests of whose sending a shard's journal is still to tell. */
  private readonly early = new Map<number, (NotifiedEvent | FoundEvent)[]>();
  /** Requests whose end a notification told, besides or before S3. */
  private readonly notified = new Set<number>();

  /** Every request that was sent, in the order of sending. */
  requests(): IterableIterator<RequestRecord> {
    return this.records.values();
  }

  request(index: number): RequestRecord | undefined {
    return this.records.get(index);
  }

  /** Whether a notification told the end of a request. */
  wasNotified(index: number): boolean {
    return this.notified.has(index);
  }

  /** Requests that may still be at work: sent, neither refused nor notified. */
  get outstanding(): number {
    const { sent, rejected, completed, failed } = this.counts;
    return sent - rejected - completed - failed;
  }

  /** Requests that left, and of which no one has said whether they were accepted. */
  inDoubt(): RequestRecord[] {
    return [...this.records.values()].filter(
      ({ acceptedSeconds, error, result }) =>
        acceptedSeconds === null && error === null && result === null,
    );
  }

  /** Takes an event in; events about no request leave the ledger as it is. */
  apply(event: JournalEvent): void {
    switch (event.event) {
      case "uploaded":
        this.counts.uploaded += 1;
        return;
      case "sent":
        this.applySent(event);
        return;
      case "resent": {
        const record = this.known(event.index);
        record.plannedSeconds = event.plannedSeconds;
        record.sentSeconds = event.atSeconds;
        this.counts.resent += 1;
        return;
      }
      case "withdrawn":
        this.known(event.index);
        this.records.delete(event.index);
        this.counts.sent -= 1;
        return;
      case "accepted":
        this.applyAccepted(event);
        return;
      case "rejected":
        this.applyRejected(event);
        return;
      case "notified":
        this.applyNotified(event);
        return;
      case "found":
        this.applyFound(event);
        return;
      case "reconciled": {
        const record = this.known(event.index);
        record.outcome = event.outcome;
        record.reason = event.reason;
        return;
      }
      case "started":
      case "resumed":
      case "answerLost":
      case "streamStarted":
      case "fleet":
      case "phase":
      case "finished":
        return;
      default:
        event satisfies never;
    }
  }

  private applySent(event: Extract<JournalEvent, { event: "sent" }>): void {
    const { index, plannedSeconds, atSeconds: sentSeconds, inputLocation } = event;
    if (this.records.has(index)) {
      throw new Error(`Request ${index} was sent twice`);
    }
    this.records.set(index, {
      index,
      plannedSeconds,
      sentSeconds,
      inputLocation,
      acceptedSeconds: null,
      outputLocation: null,
      failureLocation: null,
      error: null,
      heardSeconds: null,
      result: null,
      outcome: null,
      reason: null,
    });
    this.counts.sent += 1;
    const words = this.early.get(index);
    if (words !== undefined) {
      this.early.delete(index);
      for (const word of words) this.apply(word);
    }
  }

  private applyAccepted(event: Extract<JournalEvent, { event: "accepted" }>): void {
    const record = this.known(event.index);
    record.acceptedSeconds = event.atSeconds;
    record.outputLocation = event.outputLocation;
    record.failureLocation = event.failureLocation;
    this.counts.accepted += 1;
  }

  private applyRejected(event: Extract<JournalEvent, { event: "rejected" }>): void {
    const record = this.known(event.index);
    record.error = event.error;
    // The answer may have been lost after the service took the request: its notification is the better witness.
    if (record.result === null) {
      this.counts.rejected += 1;
    }
  }

  private applyNotified(event: NotifiedEvent): void {
    const record = this.recordOrEarly(event);
    if (record === undefined) {
      return;
    }
    const { status, receivedSeconds, endedSeconds } = event;
    const { outputLocation, failureLocation, failureReason } = event;
    const result: NotifiedResult = {
      ...{ status, receivedSeconds, endedSeconds },
      ...{ outputLocation, failureLocation, failureReason },
    };
    const isAgain = this.notified.has(record.index);
    this.notified.add(record.index);
    if (!isAgain && record.result?.status === status) {
      // It was found in S3 before: one result heard of in two ways, of which the notification knows the times better.
      record.result = result;
    } else {
      this.hear(record, event.atSeconds, result);
    }
  }

  private applyFound(event: FoundEvent): void {
    const record = this.recordOrEarly(event);
    if (record === undefined) {
      return;
    }
    const { atSeconds, endedSeconds, location, status } = event;
    this.hear(record, atSeconds, {
      status,
      receivedSeconds: record.acceptedSeconds ?? record.sentSeconds,
      endedSeconds,
      outputLocation: status === "Completed" ? location : null,
      failureLocation: status === "Failed" ? location : null,
      failureReason: null,
    });
  }

  /** The record that a word is about; where there is none yet, the word is kept for it. */
  private recordOrEarly(event: NotifiedEvent | FoundEvent): RequestRecord | undefined {
    const record = this.records.get(event.index);
    if (record === undefined) {
      this.early.set(event.index, [...(this.early.get(event.index) ?? []), event]);
    }
    return record;
  }

  private hear(record: RequestRecord, atSeconds: number, result: NotifiedResult): void {
    if (record.result === null) {
      record.heardSeconds = atSeconds;
      if (record.error !== null) {
        this.counts.rejected -= 1;
      }
    } else {
      this.counts.duplicated += 1;
      if (record.result.status === "Completed" || result.status === "Failed") {
        return;
      }
      this.counts.failed -= 1;
    }
    record.result = result;
    this.counts[result.status === "Completed" ? "completed" : "failed"] += 1;
  }

  private known(index: number): RequestRecord {
    const record = this.records.get(index);
    if (record === undefined) {
      throw new Error(`Request ${index} is spoken of before it was sent`);
    }
    return record;
  }
}
