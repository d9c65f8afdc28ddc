/** A leash that has not been renewed for this long, in milliseconds on the wall, lets go: its client may be gone. */
const LIFE_MS = 5000;

interface Leash {
  untilSeconds: number;
  readonly expiry: NodeJS.Timeout;
}

/**
 * Lets clients keep simulated time from running away from them: time does not pass the earliest instant that one of them
 * has named. Each moves its leash on before time gets there. Clients that know nothing of it have none.
 */
export class Leashes {
  private readonly byHolder = new Map<string, Leash>();

  /**
   * @param changed called when a leash was moved or let go
   * @param lifeMs milliseconds that a leash lasts without being renewed; 5000 by default
   */
  constructor(
    private readonly changed: () => void,
    private readonly lifeMs = LIFE_MS,
  ) {}

  /** The instant that time may not pass, in epoch seconds; Infinity when there is no leash. */
  get untilSeconds(): number {
    let earliest = Infinity;
    for (const { untilSeconds } of this.byHolder.values()) {
      earliest = Math.min(earliest, untilSeconds);
    }
    return earliest;
  }

  /**
   * Renews a client's leash and moves it.
   *
   * @param holder whatever tells this client from others
   * @param untilSeconds epoch seconds; in the past, time stands still where it is
   */
  move(holder: string, untilSeconds: number): void {
    const held = this.byHolder.get(holder);
    if (held === undefined) {
      const expiry = setTimeout(() => this.release(holder), this.lifeMs);
      this.byHolder.set(holder, { untilSeconds, expiry: expiry.unref() });
    } else {
      held.untilSeconds = untilSeconds;
      held.expiry.refresh();
    }
    this.changed();
  }

  /** Lets time go on without this client; a client without a leash changes nothing. */
  release(holder: string): void {
    const held = this.byHolder.get(holder);
    if (held !== undefined) {
      clearTimeout(held.expiry);
      this.byHolder.delete(holder);
      this.changed();
    }
  }

  /** Forgets all leashes. */
  clear(): void {
    for (const { expiry } of this.byHolder.values()) {
      clearTimeout(expiry);
    }
    this.byHolder.clear();
  }
}
