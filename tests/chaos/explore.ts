import fc from "fast-check";
import { type ChaosCase, chaosCases } from "./chaos-case";
import { reduceCase } from "./reduce-case";
import { checkCase } from "./run-case";

/** A seed whose case breaks an invariant. */
export interface Failure {
  readonly seed: number;
  /** What is broken. */
  readonly message: string;
  /** The smallest case found that is still broken, as text. */
  readonly smallest: string;
  /** How often the case was made smaller. */
  readonly steps: number;
}

/**
 * Makes the case of a seed, runs it, and if it fails makes it smaller.
 *
 * @param check Throws when a case is broken. Default: the engine's invariants.
 * @returns Null when the case passes.
 */
export function exploreSeed(
  seed: number,
  check: (chaos: ChaosCase) => void = checkCase,
): Failure | null {
  const [chaos] = fc.sample(chaosCases, { seed, numRuns: 1 });
  if (chaos === undefined || errorOf(chaos, check) === null) return null;
  const { smallest, steps } = reduceCase(chaos, (candidate) => errorOf(candidate, check) !== null);
  const error = errorOf(smallest, check);
  return {
    seed,
    message: error instanceof Error ? messageOf(error) : String(error),
    smallest: caseText(smallest),
    steps,
  };
}

/** What a case throws; null when it passes. */
function errorOf(chaos: ChaosCase, check: (chaos: ChaosCase) => void): unknown {
  try {
    check(chaos);
    return null;
  } catch (error) {
    return error;
  }
}

/** An error that is no violation is a defect by itself: where it happened says which. */
function messageOf(error: Error): string {
  return error.name === "Violation" ? error.message : (error.stack ?? error.message);
}

/** A case as JSON, an endpoint and an action on each line. */
export function caseText({ endpoints, actions, ...rest }: ChaosCase): string {
  const list = (items: readonly unknown[]): string =>
    items.length === 0
      ? "[]"
      : `[\n    ${items.map((item) => JSON.stringify(item)).join(",\n    ")}\n  ]`;
  const fields = Object.entries(rest).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{\n${[...fields, `  "endpoints": ${list(endpoints)}`, `  "actions": ${list(actions)}`].join(",\n")}\n}`;
}

/** What to print of a failing seed. */
export function failureText({ seed, message, smallest, steps }: Failure): string {
  return (
    `seed ${seed}: ${message}\n` +
    `The smallest case that fails (made smaller ${steps} times):\n${smallest}\n` +
    `Run it again: npm run test:chaos -- --seed ${seed}\n`
  );
}
