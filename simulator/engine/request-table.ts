import { type Submission } from "./types";

/** What the owner said of a request's work (`external` completion). */
export const OwnerOutcome = { none: 0, succeeded: 1, failed: 2 } as const;

/**
 * The requests that wait or run, as columns of typed arrays. A request is its row number; rows are reused, so memory
 * follows the largest number of requests at one time, not the length of the run.
 */
export class RequestTable {
  // Row numbers come from `add` and are always in range; `!` says so to the compiler without a check at run time.
  submittedAt = new Float64Array(0);
  /** Order of submission; decides between requests of one instant. */
  sequence = new Float64Array(0);
  ttlSeconds = new Float64Array(0);
  timeoutSeconds = new Float64Array(0);
  payloadBytes = new Float64Array(0);
  /** NaN until the first start. */
  startedAt = new Float64Array(0);
  /** The slot that it runs on; -1 while it waits. */
  slot = new Int32Array(0);
  /** An {@link OwnerOutcome}. */
  ownerOutcome = new Uint8Array(0);
  private free = new Int32Array(0);
  private freeCount = 0;
  private submissions = 0;

  add(submission: Submission, now: number): number {
    if (this.freeCount === 0) this.grow();
    const request = this.free[--this.freeCount]!;
    this.submittedAt[request] = now;
    this.sequence[request] = this.submissions++;
    this.ttlSeconds[request] = submission.requestTtlSeconds;
    this.timeoutSeconds[request] = submission.invocationTimeoutSeconds;
    this.payloadBytes[request] = submission.payloadBytes;
    this.startedAt[request] = NaN;
    this.slot[request] = -1;
    this.ownerOutcome[request] = OwnerOutcome.none;
    return request;
  }

  release(request: number): void {
    this.free[this.freeCount++] = request;
  }

  private grow(): void {
    const rows = this.slot.length;
    const larger = Math.max(64, rows * 2);
    const copy = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const copied = new Float64Array(larger);
      copied.set(column);
      return copied;
    };
    this.submittedAt = copy(this.submittedAt);
    this.sequence = copy(this.sequence);
    this.ttlSeconds = copy(this.ttlSeconds);
    this.timeoutSeconds = copy(this.timeoutSeconds);
    this.payloadBytes = copy(this.payloadBytes);
    this.startedAt = copy(this.startedAt);
    const slot = new Int32Array(larger);
    slot.set(this.slot);
    this.slot = slot;
    const ownerOutcome = new Uint8Array(larger);
    ownerOutcome.set(this.ownerOutcome);
    this.ownerOutcome = ownerOutcome;
    this.free = new Int32Array(larger);
    for (let request = larger - 1; request >= rows; request--) this.release(request);
  }
}
