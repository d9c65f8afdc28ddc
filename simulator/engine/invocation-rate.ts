/**
 * How many invocations an account may make: a rate that may be exceeded by a second's worth at once. A token bucket, kept
 * as the instant at which it will be full again, so that equal instants give equal answers.
 */
export class InvocationRate {
  private fullAt = -Infinity;
  private readonly gap: number;
  /** How far ahead of the present `fullAt` may be for one more to come in. */
  private readonly slack: number;

  /** @param perSecond Null for no limit. */
  constructor(private readonly perSecond: number | null) {
    this.gap = perSecond === null ? 0 : 1 / perSecond;
    this.slack = perSecond === null ? Infinity : Math.max(0, 1 - this.gap);
  }

  /** The instant from which one more is admitted. */
  get opensAt(): number {
    return this.fullAt - this.slack;
  }

  /** Whether one more comes in now; it then counts. */
  admit(now: number): boolean {
    if (this.perSecond === null) return true;
    if (now < this.opensAt) return false;
    this.fullAt = Math.max(this.fullAt, now) + this.gap;
    return true;
  }
}
