/** A request that was worked on, epoch seconds. */
export interface WorkedRequest {
  readonly receivedSeconds: number;
  readonly endedSeconds: number;
  readonly payloadBytes: number;
  readonly failed: boolean;
}

/** Instances in service from an instant on. */
export interface FleetSize {
  readonly atSeconds: number;
  readonly instances: number;
}

/** A request with the start that follows from when all others came and ended. */
export interface StartedRequest extends WorkedRequest {
  readonly startedSeconds: number;
  /** Requests then running on an instance, this one included, if all instances have equally many; rounded up. */
  readonly running: number;
}

/**
 * When requests started, of which no interface of AWS tells: the queue is first in, first out, so the k-th request to come
 * starts once it is there and no more than the k-1 before it have ended, but for as many as there are slots.
 *
 * @param concurrency Slots of an instance.
 * @param fleet In order of time.
 */
export function inferStarts(
  requests: readonly WorkedRequest[],
  fleet: readonly FleetSize[],
  concurrency: number,
): StartedRequest[] {
  const queue = requests.toSorted((a, b) => a.receivedSeconds - b.receivedSeconds);
  const ends = requests.map(({ endedSeconds }) => endedSeconds).sort((a, b) => a - b);
  const started: StartedRequest[] = [];
  let now = -Infinity;
  let ended = 0;
  let change = 0;
  let instances = 0;
  for (const [index, request] of queue.entries()) {
    now = Math.max(now, request.receivedSeconds);
    for (;;) {
      while ((ends[ended] ?? Infinity) <= now) ended++;
      while ((fleet[change]?.atSeconds ?? Infinity) <= now) instances = fleet[change++]!.instances;
      if (index < ended + instances * concurrency) break;
      const next = Math.min(ends[ended] ?? Infinity, fleet[change]?.atSeconds ?? Infinity);
      if (next === Infinity) return started;
      now = next;
    }
    const inFlight = index + 1 - ended;
    const running = Math.min(concurrency, Math.max(1, Math.ceil(inFlight / instances)));
    started.push({ ...request, startedSeconds: now, running });
  }
  return started;
}
