import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { LoadInputError } from "../load-error";

const lockName = "running.pid";

/**
 * Keeps a run to one process. What a killed process left behind holds nothing: it names a process that is gone.
 *
 * @param folder The run's.
 * @returns Gives the run free again.
 * @throws {LoadInputError} When a process that is alive holds the run.
 */
export function holdRun(folder: string): () => void {
  const file = join(folder, lockName);
  try {
    writeFileSync(file, `${process.pid}`, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
    const holder = holderOf(folder);
    if (holder !== undefined) {
      throw new LoadInputError(
        `Run ${basename(folder)} is under way in process ${holder}: wait for its end, or end that process first ` +
          `(if it is another program, remove ${JSON.stringify(file)})`,
      );
    }
    writeFileSync(file, `${process.pid}`);
  }
  return () => rmSync(file, { force: true });
}

/** The other process that holds a run, or `undefined` when there is none that is alive. */
export function holderOf(folder: string): number | undefined {
  const file = join(folder, lockName);
  if (!existsSync(file)) return undefined;
  const holder = Number(readFileSync(file, "utf8"));
  return holder !== process.pid && isAlive(holder) ? holder : undefined;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
