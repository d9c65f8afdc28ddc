/** One measured figure of a benchmark, with the goal it is held to, if any. */
export interface Measurement {
  /** What was measured, such as `program start`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The goal in words, such as `< 0.7 s`; left out for figures that only stand beside others. */
  readonly goal?: string;
  /** Whether the goal was met; left out without a goal. */
  readonly met?: boolean;
}

/** A benchmark: measures one thing, and what it is compared with in the same run, since machines are noisy. */
export interface Benchmark {
  /** Kebab-case, for `--only`. */
  readonly name: string;
  readonly description: string;
  run(): Promise<Measurement[]>;
}

/** The median of some figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
