import { invariant } from "./violation";

/** The books of what an account's invocation rate let in and kept out. */
export class AdmissionLedger {
  private readonly admitted: number[] = [];

  /** @param perSecond Null for no limit. */
  constructor(private readonly perSecond: number | null) {}

  /** An invocation was let in, or throttled. */
  book(at: number, isAdmitted: boolean): void {
    const limit = this.perSecond ?? Infinity;
    if (isAdmitted) this.admitted.push(at);
    const lately = this.admitted.filter((other) => other > at - 1).length;
    // A second's worth at once, and what the second brings.
    invariant(
      lately <= 2 * limit,
      () => `${lately} invocations came in within a second of ${at}, ${limit} a second may`,
    );
    invariant(
      isAdmitted || lately >= limit,
      () => `an invocation was throttled at ${at}, after ${lately} of ${limit} within a second`,
    );
  }
}
