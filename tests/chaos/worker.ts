import { exploreSeed, type Failure } from "./explore";

/** Seeds to explore: `count` of them from `first` on. */
export interface Batch {
  readonly first: number;
  readonly count: number;
}

/** What came of a batch. */
export interface BatchResult extends Batch {
  readonly failures: readonly Failure[];
}

process.on("message", ({ first, count }: Batch) => {
  const failures: Failure[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const failure = exploreSeed(seed);
    if (failure !== null) failures.push(failure);
  }
  process.send?.({ first, count, failures } satisfies BatchResult);
});
