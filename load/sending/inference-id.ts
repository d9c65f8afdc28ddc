import { randomBytes } from "node:crypto";

/** Letters, digits and hyphens: printable ASCII that is safe in an S3 key, a header and a file name. */
const runPattern = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,47}$/;

/** Names a run after the moment it starts, for example `load-20261122-093015-3fa2`. */
export function newRunName(startedAt: Date): string {
  const stamp = startedAt.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `load-${stamp}-${randomBytes(2).toString("hex")}`;
}

/**
 * Checks the name of a run, which becomes a folder, an S3 prefix and the start of every inference id.
 *
 * @throws When it is not 1 to 48 letters, digits and hyphens that begin with a letter or digit.
 */
export function checkRunName(run: string): void {
  if (!runPattern.test(run)) {
    throw new Error(
      `\`run\` is ${JSON.stringify(run)}; it must be 1 to 48 letters, digits and hyphens that begin with a letter ` +
        "or digit: give another name",
    );
  }
}

/** The id that request `index` of a run has, whenever and however often it is sent. */
export function inferenceId(run: string, index: number): string {
  return `${run}.${index}`;
}

/** The index in an id of this run, or `undefined` for an id of anything else. */
export function indexOfInferenceId(run: string, id: string): number | undefined {
  if (!id.startsWith(`${run}.`)) {
    return undefined;
  }
  const index = id.slice(run.length + 1);
  return /^(0|[1-9]\d*)$/.test(index) ? Number(index) : undefined;
}
