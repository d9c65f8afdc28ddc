/**
 * The slots that are at work, in order of the instant at which their request ends: a binary heap over slot numbers, with
 * an index, so that a slot can be moved or taken out. Equal instants keep the order of the starts.
 */
export class SlotHeap {
  size = 0;
  /** Instant of the first end; Infinity when no slot is at work. */
  nextTime = Infinity;
  private heap = new Int32Array(0);
  private position = new Int32Array(0);
  private time = new Float64Array(0);
  private order = new Float64Array(0);
  private pushes = 0;

  /** Makes room for slots 0 to `count` - 1. */
  reserve(count: number): void {
    if (count <= this.heap.length) return;
    const larger = Math.max(count, this.heap.length * 2);
    const [heap, position] = [this.heap, this.position];
    const [time, order] = [this.time, this.order];
    (this.heap = new Int32Array(larger)).set(heap);
    (this.position = new Int32Array(larger)).set(position);
    (this.time = new Float64Array(larger)).set(time);
    (this.order = new Float64Array(larger)).set(order);
  }

  first(): number {
    return this.heap[0]!;
  }

  push(slot: number, endsAt: number): void {
    this.time[slot] = endsAt;
    this.order[slot] = this.pushes++;
    this.rise(slot, this.size++);
    this.nextTime = this.time[this.heap[0]!]!;
  }

  /** Gives a slot at work another, later instant. */
  postpone(slot: number, endsAt: number): void {
    this.time[slot] = endsAt;
    this.sink(slot, this.position[slot]!);
    this.nextTime = this.time[this.heap[0]!]!;
  }

  remove(slot: number): void {
    const place = this.position[slot]!;
    const last = this.heap[--this.size]!;
    if (last !== slot) {
      this.sink(last, place);
      if (this.heap[place] === last) this.rise(last, place);
    }
    this.nextTime = this.size === 0 ? Infinity : this.time[this.heap[0]!]!;
  }

  private rise(slot: number, from: number): void {
    const { heap, position } = this;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent]!;
      if (!this.isBefore(slot, above)) break;
      heap[place] = above;
      position[above] = place;
      place = parent;
    }
    heap[place] = slot;
    position[slot] = place;
  }

  private sink(slot: number, from: number): void {
    const { heap, position, size } = this;
    let place = from;
    for (let child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && this.isBefore(heap[child + 1]!, heap[child]!)) child++;
      const below = heap[child]!;
      if (!this.isBefore(below, slot)) break;
      heap[place] = below;
      position[below] = place;
      place = child;
    }
    heap[place] = slot;
    position[slot] = place;
  }

  private isBefore(a: number, b: number): boolean {
    const difference = this.time[a]! - this.time[b]!;
    return difference < 0 || (difference === 0 && this.order[a]! < this.order[b]!);
  }
}
