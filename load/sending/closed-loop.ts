import { type JournalEvent } from "../journal/journal-event";
import { type RequestRecord } from "../journal/ledger";
import { type ServiceClock } from "../service/clock";

/** Time between two looks at what no word ends, on this machine's clock. */
const lookMilliseconds = 1000;

/** Longer than a request can live by so much, and no more word of it is to be expected. */
const patienceSeconds = 300;

/** How a closed loop is kept. Times are seconds of the service. */
export interface ClosedLoopOptions {
  /** Most requests that are outstanding. */
  readonly concurrency: number;
  readonly clock: Pick<ServiceClock, "now">;
  /** The request's time to live and its time-out. */
  readonly limits: {
    readonly requestTtlSeconds: number;
    readonly invocationTimeoutSeconds: number;
  };
}

/**
 * Keeps requests from being outstanding (sent, and not ended as far as the client has heard) beyond a number: whoever wants
 * to send waits for a place, and what is heard of the run's requests frees places.
 *
 * A request of which nothing is ever heard gives its place back when it can no longer be at work; one whose acceptance is
 * in doubt does so as if it were not in the queue, which with so few before it is empty soon.
 */
export class ClosedLoop {
  /** Until when each request that is outstanding keeps its place. */
  private readonly places = new Map<number, number>();
  private readonly longestLife: number;
  private wake: (() => void) | undefined;

  constructor(private readonly options: ClosedLoopOptions) {
    const { requestTtlSeconds, invocationTimeoutSeconds } = options.limits;
    this.longestLife = requestTtlSeconds + invocationTimeoutSeconds + patienceSeconds;
  }

  /** Requests that are outstanding. */
  get outstanding(): number {
    return this.places.size;
  }

  /** Takes over what an earlier process of the run sent and no word has ended. */
  takeOver(requests: Iterable<RequestRecord>): void {
    for (const { index, sentSeconds, result, error } of requests) {
      if (result === null && error === null) this.places.set(index, sentSeconds + this.longestLife);
    }
  }

  /** Hears of the run's requests. */
  observe(event: JournalEvent): void {
    switch (event.event) {
      case "notified":
      case "found":
      case "rejected":
      case "withdrawn":
        this.places.delete(event.index);
        this.wake?.();
        return;
      case "answerLost": {
        const { invocationTimeoutSeconds } = this.options.limits;
        const { index, atSeconds } = event;
        const until = atSeconds + invocationTimeoutSeconds + patienceSeconds;
        if (this.places.has(index)) this.places.set(index, until);
        return;
      }
      default:
        return;
    }
  }

  /**
   * Waits for a place, and takes it.
   *
   * @param index The request that is to be sent.
   * @returns The instant at which it may leave.
   * @throws The signal's reason.
   */
  async take(index: number, signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      this.giveUp();
      if (this.places.size < this.options.concurrency) {
        const now = this.options.clock.now();
        this.places.set(index, now + this.longestLife);
        return now;
      }
      await this.change(signal);
    }
  }

  private giveUp(): void {
    const now = this.options.clock.now();
    for (const [index, until] of this.places) {
      if (until <= now) this.places.delete(index);
    }
  }

  /** Resolves when something was heard, when the signal speaks, or after a while. */
  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, lookMilliseconds);
      signal.addEventListener("abort", done, { once: true });
      this.wake = done;
    });
  }
}
