import { type RandomSource } from "./random-streams";
import { type RequestTable } from "./request-table";

/** Empty lanes are swept when there are more lanes than this. */
const manyLanes = 64;

/**
 * The queue of an endpoint: first in, first out, with a time to live for each request.
 *
 * Requests of one TTL expire in the order in which they came, so each distinct TTL is a lane of its own: the heads of
 * the lanes are the only candidates for the next start and for the next expiry.
 */
export class RequestQueue {
  size = 0;
  /** Instant at which the next waiting request expires; Infinity when none waits. */
  nextExpiry = Infinity;
  private lanes: Lane[] = [];
  private readonly laneByTtl = new Map<number, Lane>();
  private newestLane: Lane | null = null;

  /**
   * @param window Among how many of the oldest of a TTL chance picks the next; 1 for none.
   * @param chance The source that picks.
   */
  constructor(
    private readonly requests: RequestTable,
    private readonly window: number,
    private readonly chance: RandomSource,
  ) {}

  /** Puts a request at the end. */
  push(request: number): void {
    const lane = this.lane(this.requests.ttlSeconds[request]!);
    lane.push(request);
    this.size++;
    if (lane.size === 1) this.refresh();
  }

  /** Puts a request that has waited before back in its place, by order of submission. */
  putBack(request: number): void {
    this.lane(this.requests.ttlSeconds[request]!).putBack(request, this.requests.sequence);
    this.size++;
    this.refresh();
  }

  /** Takes the request that was submitted first, or as the window lets chance pick; -1 when none waits. */
  shift(): number {
    // Nearly always all requests have the same TTL, and the oldest is next.
    if (this.lanes.length === 1 && this.window === 1) return this.take(this.lanes[0]!);
    let first: Lane | null = null;
    for (const lane of this.lanes) {
      if (lane.size > 0 && (first === null || this.sequenceOf(lane) < this.sequenceOf(first))) {
        first = lane;
      }
    }
    if (first !== null && this.window > 1) {
      first.bringForward(Math.floor(this.chance() * Math.min(this.window, first.size)));
    }
    return this.take(first);
  }

  /** Takes the request that expires first, the one submitted first among equals; -1 when none waits. */
  shiftExpiring(): number {
    let first: Lane | null = null;
    for (const lane of this.lanes) {
      if (lane.size === 0 || this.expiryOf(lane) > this.nextExpiry) continue;
      if (first === null || this.sequenceOf(lane) < this.sequenceOf(first)) first = lane;
    }
    return this.take(first);
  }

  /** When the oldest waiting request was submitted; NaN when none waits. */
  oldestSubmittedAt(): number {
    let oldest = Infinity;
    for (const lane of this.lanes) {
      if (lane.size > 0) oldest = Math.min(oldest, this.requests.submittedAt[lane.head()]!);
    }
    return oldest === Infinity ? NaN : oldest;
  }

  private take(lane: Lane | null): number {
    if (lane === null || lane.size === 0) return -1;
    const request = lane.shift();
    this.size--;
    this.refresh();
    return request;
  }

  private refresh(): void {
    const { lanes } = this;
    const { submittedAt } = this.requests;
    let next = Infinity;
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index]!;
      if (lane.size === 0) continue;
      const expiry = submittedAt[lane.head()]! + lane.ttlSeconds;
      if (expiry < next) next = expiry;
    }
    this.nextExpiry = next;
  }

  private expiryOf(lane: Lane): number {
    return this.requests.submittedAt[lane.head()]! + lane.ttlSeconds;
  }

  private sequenceOf(lane: Lane): number {
    return this.requests.sequence[lane.head()]!;
  }

  private lane(ttlSeconds: number): Lane {
    if (this.newestLane?.ttlSeconds === ttlSeconds) return this.newestLane;
    let lane = this.laneByTtl.get(ttlSeconds);
    if (lane === undefined) {
      if (this.lanes.length >= manyLanes) this.sweep();
      lane = new Lane(ttlSeconds);
      this.lanes.push(lane);
      this.laneByTtl.set(ttlSeconds, lane);
    }
    this.newestLane = lane;
    return lane;
  }

  private sweep(): void {
    for (const lane of this.lanes) {
      if (lane.size === 0) this.laneByTtl.delete(lane.ttlSeconds);
    }
    this.lanes = this.lanes.filter((lane) => lane.size > 0);
  }
}

/** A growing ring of requests in order of submission. */
class Lane {
  size = 0;
  private ring = new Int32Array(16);
  private first = 0;

  constructor(readonly ttlSeconds: number) {}

  head(): number {
    return this.ring[this.first]!;
  }

  push(request: number): void {
    if (this.size === this.ring.length) this.grow();
    this.ring[(this.first + this.size++) & (this.ring.length - 1)] = request;
  }

  shift(): number {
    const request = this.ring[this.first]!;
    this.first = (this.first + 1) & (this.ring.length - 1);
    this.size--;
    return request;
  }

  /** Brings the request at a place to the head; those before it move up by one. */
  bringForward(place: number): void {
    const mask = this.ring.length - 1;
    const request = this.ring[(this.first + place) & mask]!;
    for (let index = place; index > 0; index--) {
      this.ring[(this.first + index) & mask] = this.ring[(this.first + index - 1) & mask]!;
    }
    this.ring[this.first] = request;
  }

  putBack(request: number, sequence: Float64Array): void {
    if (this.size === this.ring.length) this.grow();
    const mask = this.ring.length - 1;
    this.first = (this.first - 1) & mask;
    this.size++;
    // Only others that were put back can be older, so the place is near the head.
    let place = 0;
    while (place + 1 < this.size) {
      const next = this.ring[(this.first + place + 1) & mask]!;
      if (sequence[next]! > sequence[request]!) break;
      this.ring[(this.first + place) & mask] = next;
      place++;
    }
    this.ring[(this.first + place) & mask] = request;
  }

  private grow(): void {
    const larger = new Int32Array(this.ring.length * 2);
    for (let index = 0; index < this.size; index++) {
      larger[index] = this.ring[(this.first + index) & (this.ring.length - 1)]!;
    }
    this.ring = larger;
    this.first = 0;
  }
}
