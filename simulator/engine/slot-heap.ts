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
  /** Whether the first slot was taken out and its place is still open. */
  private isOpen = false;

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
    if (this.isOpen) this.close();
    return this.heap[0]!;
  }

  push(slot: number, endsAt: number): void {
    this.time[slot] = endsAt;
    this.order[slot] = this.pushes++;
    this.size++;
    if (this.isOpen) {
      this.isOpen = false;
      this.sink(slot, 0);
    } else {
      this.rise(slot, this.size - 1);
    }
    this.nextTime = this.time[this.heap[0]!]!;
  }

  /** Gives a slot at work another, later instant. */
  postpone(slot: number, endsAt: number): void {
    if (this.isOpen) this.close();
    this.time[slot] = endsAt;
    this.sink(slot, this.position[slot]!);
    this.nextTime = this.time[this.heap[0]!]!;
  }

  /** Takes a slot out. The place of the first one stays open: nearly always its slot starts again at once. */
  remove(slot: number): void {
    if (this.isOpen) this.close();
    const place = this.position[slot]!;
    this.size--;
    if (place === 0) {
      this.isOpen = true;
      this.findNextTime();
    } else {
      this.fill(place);
    }
  }

  /** While the first place is open, one of the two below it has the first end. */
  private findNextTime(): void {
    const { heap, time, size } = this;
    let next = size > 0 ? time[heap[1]!]! : Infinity;
    if (size > 1 && time[heap[2]!]! < next) next = time[heap[2]!]!;
    this.nextTime = next;
  }

  private close(): void {
    this.isOpen = false;
    this.fill(0);
  }

  /** Moves the last slot to a place that got free. */
  private fill(place: number): void {
    if (place === this.size) return;
    const last = this.heap[this.size]!;
    this.sink(last, place);
    if (this.heap[place] === last) this.rise(last, place);
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
