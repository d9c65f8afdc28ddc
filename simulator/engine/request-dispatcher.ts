import { type EndpointMetrics } from "./endpoint-metrics";
import { type Instance } from "./instance";
import { randomSource, type RandomSource } from "./random-streams";
import { RequestQueue } from "./request-queue";
import { OwnerOutcome, RequestTable } from "./request-table";
import { type SimulationClock } from "./simulation-clock";
import { SlotHeap } from "./slot-heap";
import { type EndpointListener, type Outcome, type Submission } from "./types";

const { none: noOwnerOutcome } = OwnerOutcome;

/** What ends the work on a slot. */
const SlotEnd = {
  /** The service time is over. */
  served: 0,
  /** The invocation time-out, which comes before the end of the service time. */
  timeout: 1,
  /** The owner or the invocation time-out: the service time is over, with `external` completion. */
  owner: 2,
} as const;

/**
 * The way of requests through an endpoint: queue, slots, outcomes. No object is made per request once the tables have
 * grown to the backlog; V8 still allocates a number where it passes one through a call that it does not inline.
 *
 * Whenever requests wait, no serving instance has a free slot. A slot that gets free is refilled by its own instance:
 * instances pull.
 */
export class RequestDispatcher {
  // Requests and slots are always in range of their columns; `!` says so to the compiler without a check at run time.
  private readonly requests = new RequestTable();
  private readonly queue: RequestQueue;
  private readonly running = new SlotHeap();
  private readonly slotInstance: Instance[] = [];
  private slotRequest = new Int32Array(0);
  private slotEnd = new Uint8Array(0);
  private readonly failures: RandomSource;
  /** Of the request that ends now; for the metrics and the listener. */
  private readonly instants = { submittedAt: NaN, startedAt: NaN, settledAt: NaN };

  constructor(
    private readonly clock: SimulationClock,
    endpointName: string,
    private readonly serving: readonly Instance[],
    private readonly metrics: EndpointMetrics,
    private readonly listener: EndpointListener,
    /** A draining instance has nothing left to do. */
    private readonly instanceIdle: (instance: Instance) => void,
  ) {
    this.queue = new RequestQueue(
      this.requests,
      clock.platform.queueWindow,
      randomSource(clock.seed, "delivery", endpointName),
    );
    this.failures = randomSource(clock.seed, "failures", endpointName);
  }

  get backlogSize(): number {
    return this.queue.size;
  }

  get inFlight(): number {
    return this.running.size;
  }

  /** When the oldest waiting request was submitted; NaN when none waits. */
  oldestSubmittedAt(): number {
    return this.queue.oldestSubmittedAt();
  }

  /** Takes over the slots of a new instance. */
  addSlots(instance: Instance, slotCount: number): void {
    this.running.reserve(slotCount);
    if (slotCount > this.slotRequest.length) {
      const larger = Math.max(slotCount, this.slotRequest.length * 2);
      const [slotRequest, slotEnd] = [this.slotRequest, this.slotEnd];
      (this.slotRequest = new Int32Array(larger)).set(slotRequest);
      (this.slotEnd = new Uint8Array(larger)).set(slotEnd);
    }
    for (const slot of instance.slots) this.slotInstance[slot] = instance;
  }

  submit(submission: Submission): number {
    const request = this.requests.add(submission, this.clock.now);
    const instance = this.queue.size === 0 ? this.leastBusy() : null;
    if (instance === null) this.queue.push(request);
    else this.start(instance, request);
    return request;
  }

  complete(request: number, outcome: "succeeded" | "failed"): void {
    const slot = this.requests.slot[request] ?? -1;
    if (slot < 0 || this.requests.ownerOutcome[request] !== noOwnerOutcome) return;
    this.requests.ownerOutcome[request] = OwnerOutcome[outcome];
    if (this.slotEnd[slot] === SlotEnd.owner) this.finish(slot);
  }

  nextEventTime(): number {
    return Math.min(this.running.nextTime, this.queue.nextExpiry);
  }

  /** Processes ends and expiries up to the clock's horizon; at one instant ends come first. */
  process(): void {
    const clock = this.clock;
    for (;;) {
      const end = this.running.nextTime;
      const expiry = this.queue.nextExpiry;
      if (end <= expiry) {
        if (end > clock.horizon) return;
        clock.now = end;
        this.endReached(this.running.first());
      } else {
        if (expiry > clock.horizon) return;
        clock.now = expiry;
        this.expire(this.queue.shiftExpiring());
      }
    }
  }

  /** The instance takes what waits, as far as it has slots. */
  fill(instance: Instance): void {
    while (instance.freeCount > 0 && this.queue.size > 0 && instance.state === "serving") {
      this.start(instance, this.queue.shift());
    }
  }

  /** Cuts off what runs on an instance: it waits again, or is lost. */
  interrupt(instance: Instance, redeliver: boolean): void {
    const { submittedAt, ttlSeconds, sequence } = this.requests;
    const cut = [...instance.slots]
      .filter((slot) => !instance.freeSlots.subarray(0, instance.freeCount).includes(slot))
      .map((slot) => ({ slot, request: this.slotRequest[slot]! }))
      .sort((a, b) => sequence[a.request]! - sequence[b.request]!);
    for (const { slot } of cut) this.freeSlot(slot);
    for (const { request } of cut) {
      this.listener.requestInterrupted?.(request, this.clock.now, redeliver);
      if (!redeliver) this.settle(request, "lost");
      else if (submittedAt[request]! + ttlSeconds[request]! < this.clock.now) this.expire(request);
      else this.queue.putBack(request);
    }
    for (const other of this.serving) this.fill(other);
  }

  /** Settles what waits as lost: the endpoint is being deleted. */
  loseQueue(): void {
    while (this.queue.size > 0) {
      const request = this.queue.shift();
      this.settle(request, "lost");
    }
  }

  private leastBusy(): Instance | null {
    const { serving } = this;
    let best: Instance | null = null;
    let fewest = Infinity;
    for (let index = 0; index < serving.length; index++) {
      const instance = serving[index]!;
      if (instance.freeCount === 0) continue;
      const running = instance.slots.length - instance.freeCount;
      if (running < fewest) {
        best = instance;
        fewest = running;
        if (running === 0) break;
      }
    }
    return best;
  }

  private start(instance: Instance, request: number): void {
    const now = this.clock.now;
    const slot = instance.freeSlots[--instance.freeCount]!;
    const busy = instance.slots.length - instance.freeCount;
    const service = instance.config.service(busy, this.requests.payloadBytes[request]!);
    const timeout = this.requests.timeoutSeconds[request]!;
    const isServed = service <= timeout;
    this.requests.startedAt[request] = now;
    this.requests.slot[request] = slot;
    this.requests.ownerOutcome[request] = noOwnerOutcome;
    this.slotRequest[slot] = request;
    this.slotEnd[slot] = isServed ? SlotEnd.served : SlotEnd.timeout;
    this.running.push(slot, now + (isServed ? service : timeout));
    this.listener.requestStarted?.(request, instance.id, now, service);
  }

  private endReached(slot: number): void {
    const request = this.slotRequest[slot]!;
    const isWaitingForOwner =
      this.slotInstance[slot]!.config.isExternal &&
      this.slotEnd[slot] === SlotEnd.served &&
      this.requests.ownerOutcome[request] === noOwnerOutcome;
    if (isWaitingForOwner) {
      this.slotEnd[slot] = SlotEnd.owner;
      const timeoutAt = this.requests.startedAt[request]! + this.requests.timeoutSeconds[request]!;
      this.running.postpone(slot, timeoutAt);
    } else {
      this.finish(slot);
    }
  }

  /** Ends the request of a slot now. */
  private finish(slot: number): void {
    const request = this.slotRequest[slot]!;
    const owner = this.requests.ownerOutcome[request]!;
    const instance = this.slotInstance[slot]!;
    const { failureProbability, isExternal } = instance.config;
    const end = this.slotEnd[slot]!;
    const isTimeout =
      end === SlotEnd.timeout || (end === SlotEnd.owner && owner === noOwnerOutcome);
    this.noteInstants(request);
    this.freeSlot(slot);
    if (isTimeout) {
      this.metrics.countExpired();
      this.tell(request, "timedOut");
    } else {
      const failed = isExternal
        ? owner === OwnerOutcome.failed
        : failureProbability > 0 && this.failures() < failureProbability;
      this.metrics.countServed(failed, this.instants);
      if (failed && !isExternal) this.metrics.countServerError();
      this.tell(request, failed ? "failed" : "succeeded");
    }
    if (instance.state === "serving") this.fill(instance);
    else if (instance.state === "draining" && instance.freeCount === instance.slots.length) {
      this.instanceIdle(instance);
    }
  }

  private expire(request: number): void {
    this.metrics.countExpired();
    this.settle(request, "expired");
  }

  private freeSlot(slot: number): void {
    const instance = this.slotInstance[slot]!;
    const request = this.slotRequest[slot]!;
    this.running.remove(slot);
    instance.freeSlots[instance.freeCount++] = slot;
    this.requests.slot[request] = -1;
  }

  private settle(request: number, outcome: Outcome): void {
    this.noteInstants(request);
    this.tell(request, outcome);
  }

  private noteInstants(request: number): void {
    const { instants, requests } = this;
    instants.submittedAt = requests.submittedAt[request]!;
    instants.startedAt = requests.startedAt[request]!;
    instants.settledAt = this.clock.now;
  }

  private tell(request: number, outcome: Outcome): void {
    this.listener.requestSettled(request, outcome, this.instants);
    this.requests.release(request);
  }
}
