import { type Clock } from "../clock";

interface Waiter<Item> {
  readonly take: () => readonly Item[];
  readonly settle: (items: readonly Item[]) => void;
}

/** Receivers that wait for messages, the longest waiting first. */
export class Waiters<Item> {
  private readonly waiting = new Set<Waiter<Item>>();
  private returnTimer: NodeJS.Timeout | undefined;

  /** @param nextReturn wall epoch seconds at which something may come without being sent */
  constructor(
    private readonly clock: Clock,
    private readonly nextReturn: () => number,
  ) {}

  /**
   * @param take tries to take; empty when there is nothing
   * @param waitSeconds wall seconds after which empty hands are the answer
   * @param onGone registers what ends the wait when the receiver goes away
   */
  wait(
    take: () => readonly Item[],
    waitSeconds: number,
    onGone: (listener: () => void) => void,
  ): Promise<readonly Item[]> {
    return new Promise((resolve) => {
      const waiter: Waiter<Item> = {
        take,
        settle: (items) => {
          clearTimeout(timer);
          this.waiting.delete(waiter);
          resolve(items);
        },
      };
      const timer = setTimeout(() => waiter.settle([]), waitSeconds * 1000);
      onGone(() => waiter.settle([]));
      this.waiting.add(waiter);
      this.armReturn();
    });
  }

  /** Gives what there is to those who wait. */
  serve(): void {
    for (const waiter of this.waiting) {
      const items = waiter.take();
      if (items.length === 0) {
        break;
      }
      waiter.settle(items);
    }
    this.armReturn();
  }

  /** Lets everyone go with empty hands. */
  close(): void {
    clearTimeout(this.returnTimer);
    for (const waiter of this.waiting) {
      waiter.settle([]);
    }
  }

  private armReturn(): void {
    clearTimeout(this.returnTimer);
    const next = this.waiting.size > 0 ? this.nextReturn() : Infinity;
    if (next !== Infinity) {
      const delayMs = Math.max(1, (next - this.clock.wallNow()) * 1000);
      this.returnTimer = setTimeout(() => this.serve(), delayMs);
    }
  }
}
