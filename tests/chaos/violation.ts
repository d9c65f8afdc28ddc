/** The engine broke one of its invariants. */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** Says which invariant is broken unless it holds. */
export function invariant(holds: boolean, describe: () => string): asserts holds {
  if (!holds) throw new Violation(describe());
}
