/** The numbers of the slots on which requests run: a block for each instance, used again once the instance is gone. */
export class SlotBlocks {
  private readonly free = new Map<number, Int32Array[]>();
  private made = 0;

  /** Slots that exist in all, in use or not. */
  get slotCount(): number {
    return this.made;
  }

  /** The slots of a new instance. */
  take(concurrency: number): Int32Array {
    return this.free.get(concurrency)?.pop() ?? this.make(concurrency);
  }

  /** Gives the slots of an instance back that is gone. */
  giveBack(slots: Int32Array): void {
    const blocks = this.free.get(slots.length) ?? [];
    blocks.push(slots);
    this.free.set(slots.length, blocks);
  }

  private make(concurrency: number): Int32Array {
    const first = this.made;
    this.made += concurrency;
    return Int32Array.from({ length: concurrency }, (_, index) => first + index);
  }
}
