/**
 * Runs a task for each item, at most so many at a time, and stops taking items at the first error.
 *
 * @param items May be a generator: items are taken as there is room for them.
 * @param limit Tasks at a time, 1 or more.
 * @throws The first task's error, once the tasks that were running have ended.
 */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  task: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      const next = failed ? undefined : iterator.next();
      if (next === undefined || next.done === true) {
        return;
      }
      try {
        await task(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: limit }, worker));
  const rejected = results.find((result) => result.status === "rejected");
  if (rejected !== undefined) {
    throw rejected.reason;
  }
}

/** A number of places, each held by one task at a time; who finds none free waits in line. */
export class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** Takes a place, at once where one is free. */
  async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Gives a place to the first in line, or back. */
  release(): void {
    const next = this.waiting.shift();
    if (next === undefined) {
      this.free += 1;
    } else {
      next();
    }
  }
}
