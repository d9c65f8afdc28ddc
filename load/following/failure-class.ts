/** The limits that a request was sent with. */
export interface RequestLimits {
  /** `RequestTTLSeconds`: longest wait in the queue. */
  readonly requestTtlSeconds: number;
  /** `InvocationTimeoutSeconds`: longest processing. */
  readonly invocationTimeoutSeconds: number;
}

/** How a request ended that got no result. */
export type FailureClass = "failed" | "expired" | "timedOut";

/** Queues are swept now and then: an expiry may be told this much after the TTL ran out. */
const expirySweepSeconds = 120;

/**
 * Tells expiry in the queue, expiry in processing and every other failure apart.
 *
 * SageMaker counts the first two alike (`ExpiredRequests`) and its texts for them are not documented, so the text
 * decides only where it is clear; otherwise the elapsed time does: what waited for a whole TTL and not longer expired
 * in the queue, and what began before that was cut off in processing.
 *
 * @param reason `failureReason` of the notification, or the content of the failure object.
 * @param elapsedSeconds From acceptance to end.
 */
export function classifyFailure(
  reason: string,
  elapsedSeconds: number,
  limits: RequestLimits,
): FailureClass {
  // A container's own answer, for example a 504 that says "timed out", is a failure of the model.
  if (/received (client|server) error/i.test(reason)) {
    return "failed";
  }
  const saysExpired = /expired|time.?to.?live|\bttl\b/i.test(reason);
  const saysTimedOut = /timed?[ -]?out/i.test(reason);
  if (!saysExpired && !saysTimedOut) {
    return "failed";
  }
  if (/queue|backlog|time.?to.?live|\bttl\b/i.test(reason)) {
    return "expired";
  }
  if (saysTimedOut) {
    return "timedOut";
  }
  const { requestTtlSeconds } = limits;
  const endedWithTtl =
    elapsedSeconds >= requestTtlSeconds - 1 &&
    elapsedSeconds <= requestTtlSeconds + expirySweepSeconds;
  return endedWithTtl ? "expired" : "timedOut";
}
