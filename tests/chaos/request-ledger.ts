import { type Outcome } from "../../simulator/engine/types";
import { invariant } from "./violation";

/** What a request was submitted with. */
export interface Submitted {
  readonly ttlSeconds: number;
  readonly timeoutSeconds: number;
}

/** A request that has not settled, as the listener heard of it. */
interface Entry extends Submitted {
  readonly sequence: number;
  readonly submittedAt: number;
  /** The instance that it runs on; null while it waits. */
  instance: number | null;
  startedAt: number;
  serviceSeconds: number;
  /** External completion: when the owner was done, and how. */
  completed: { readonly at: number; readonly outcome: "succeeded" | "failed" } | null;
  interruptedAt: number;
}

/** What may come of a request on an instance. */
export interface Serves {
  readonly failureProbability: number;
  readonly isExternal: boolean;
}

/**
 * The books of one endpoint's requests, kept from what was submitted and heard, apart from the engine's own: each request
 * is submitted, waits, runs and settles once, in order, and within its limits.
 */
export class RequestLedger {
  submitted = 0;
  readonly settled: Record<Outcome, number> = {
    succeeded: 0,
    failed: 0,
    expired: 0,
    timedOut: 0,
    lost: 0,
  };
  waiting = 0;
  running = 0;
  /** Seconds that settled requests spent in the endpoint. */
  sojournSeconds = 0;
  private readonly entries = new Map<number, Entry>();
  private arriving: { readonly submitted: Submitted; readonly at: number } | null = null;

  /** @param window Among how many of the oldest of a time to live chance may pick the next. */
  constructor(private readonly window: number) {}

  get settledCount(): number {
    const { succeeded, failed, expired, timedOut, lost } = this.settled;
    return succeeded + failed + expired + timedOut + lost;
  }

  /** Numbers of the requests that run, in order of submission. */
  runningRequests(): number[] {
    return [...this.entries].flatMap(([request, { instance }]) =>
      instance === null ? [] : request,
    );
  }

  /** Books what `submit` takes and returns the number of. */
  submit(submitted: Submitted, at: number, submit: () => number): void {
    this.arriving = { submitted, at };
    this.submitted++;
    const request = submit();
    // It was booked when it started from within the call.
    if (this.arriving !== null) this.open(request);
  }

  private open(request: number): Entry {
    invariant(this.arriving !== null, () => `request ${request} started without a submission`);
    invariant(!this.entries.has(request), () => `number ${request} is given twice`);
    const entry: Entry = {
      ...this.arriving.submitted,
      sequence: this.submitted,
      submittedAt: this.arriving.at,
      instance: null,
      startedAt: NaN,
      serviceSeconds: NaN,
      completed: null,
      interruptedAt: NaN,
    };
    this.arriving = null;
    this.entries.set(request, entry);
    this.waiting++;
    return entry;
  }

  start(request: number, instance: number, at: number, serviceSeconds: number): void {
    const entry = this.entries.get(request) ?? this.open(request);
    const { sequence, submittedAt, ttlSeconds } = entry;
    invariant(entry.instance === null, () => `request ${request} started while it runs`);
    invariant(
      at <= submittedAt + ttlSeconds,
      () => `request ${request} of ${submittedAt} started at ${at}, ttl ${ttlSeconds}`,
    );
    const overtaken = [...this.entries.values()].filter(
      (other) =>
        other.instance === null &&
        other.sequence < sequence &&
        (this.window === 1 || other.ttlSeconds === ttlSeconds),
    );
    invariant(
      overtaken.length < this.window,
      () =>
        `request ${request}, number ${sequence}, started before number ${overtaken[0]?.sequence}`,
    );
    Object.assign(entry, { instance, startedAt: at, serviceSeconds });
    this.waiting--;
    this.running++;
  }

  /** The owner's work is done. */
  complete(request: number, outcome: "succeeded" | "failed", at: number): void {
    const entry = this.entries.get(request);
    if (entry !== undefined && entry.instance !== null) entry.completed ??= { at, outcome };
  }

  /** Returns the instance that it ran on. */
  interrupt(request: number, at: number, redelivered: boolean): number {
    const entry = this.require(request);
    const { instance } = entry;
    invariant(instance !== null, () => `request ${request} was interrupted while it waited`);
    entry.interruptedAt = at;
    entry.completed = null;
    if (redelivered) {
      entry.instance = null;
      this.running--;
      this.waiting++;
    }
    return instance;
  }

  /** Returns the instance that it ran on, null when it waited. */
  settle(
    request: number,
    outcome: Outcome,
    submittedAt: number,
    at: number,
    servesOf: (instance: number) => Serves,
    isDeleting: boolean,
  ): number | null {
    const entry = this.require(request);
    invariant(
      submittedAt === entry.submittedAt,
      () => `request ${request} of ${entry.submittedAt} settled as of ${submittedAt}`,
    );
    const serves = entry.instance === null ? null : servesOf(entry.instance);
    const wrong = wrongEnd(entry, outcome, at, serves, isDeleting);
    invariant(wrong === null, () => `request ${request} ${outcome} at ${at}: ${wrong}`);
    this.entries.delete(request);
    if (entry.instance === null) this.waiting--;
    else this.running--;
    this.settled[outcome]++;
    this.sojournSeconds += at - submittedAt;
    return entry.instance;
  }

  /** Seconds that the requests that are in the endpoint have spent there. */
  openSeconds(now: number): number {
    let sum = 0;
    for (const { submittedAt } of this.entries.values()) sum += now - submittedAt;
    return sum;
  }

  /** The instant by which the oldest waiting request must have left the queue; Infinity when none waits. */
  firstExpiry(): number {
    let first = Infinity;
    for (const { instance, submittedAt, ttlSeconds } of this.entries.values()) {
      if (instance === null) first = Math.min(first, submittedAt + ttlSeconds);
    }
    return first;
  }

  private require(request: number): Entry {
    const entry = this.entries.get(request);
    invariant(entry !== undefined, () => `request ${request} is not in the endpoint`);
    return entry;
  }
}

/** Why a request cannot have ended so then; null when it can. */
function wrongEnd(
  entry: Entry,
  outcome: Outcome,
  at: number,
  serves: Serves | null,
  isDeleting: boolean,
): string | null {
  const { startedAt, serviceSeconds, timeoutSeconds, completed, interruptedAt } = entry;
  switch (outcome) {
    case "expired": {
      const due = entry.submittedAt + entry.ttlSeconds;
      if (serves !== null) return "it runs";
      return at === due || (at > due && at === interruptedAt) ? null : `it expires at ${due}`;
    }
    case "lost":
      return isDeleting || at === interruptedAt ? null : "nothing took it away";
    case "timedOut":
      if (serves === null) return "it waits";
      if (at !== startedAt + timeoutSeconds) return `it times out at ${startedAt + timeoutSeconds}`;
      return serviceSeconds > timeoutSeconds || (serves.isExternal && completed === null)
        ? null
        : "it was served in time";
    case "succeeded":
    case "failed": {
      if (serves === null) return "it waits";
      if (serviceSeconds > timeoutSeconds) return "it takes longer than its time-out";
      const servedAt = startedAt + serviceSeconds;
      if (serves.isExternal) {
        if (completed?.outcome !== outcome) return `its owner said ${completed?.outcome}`;
        return at === Math.max(servedAt, completed.at) ? null : `it ends at ${servedAt}`;
      }
      if (
        outcome === "failed" ? serves.failureProbability === 0 : serves.failureProbability === 1
      ) {
        return `its instance fails with a probability of ${serves.failureProbability}`;
      }
      return at === servedAt ? null : `it ends at ${servedAt}`;
    }
    default:
      return outcome satisfies never;
  }
}
