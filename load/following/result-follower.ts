/** Hears of the ends of requests, in one way or another, for as long as a run goes. */
export interface ResultFollower {
  /** Service time of the last word about this run; -Infinity before the first. */
  readonly lastResultSeconds: number;
  /** Messages about other requests that were met, and left where they were. */
  readonly foreignMessages: number;
  /**
   * Follows until the signal aborts.
   *
   * @throws {LoadError} When what it follows cannot be read at all: it does not exist, or the permission is missing.
   */
  run(signal: AbortSignal): Promise<void>;
}
