import { readFileSync, rmSync, writeFileSync } from "node:fs";
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
    const holder = Number(readFileSync(file, "utf8"));
    if (holder !== process.pid && isAlive(holder)) {
      throw new LoadInputError(
        `Run ${basename(folder)} is under way in process ${holder}: wait for its end, or end that process first ` +
          `(if it is another program, remove ${JSON.stringify(file)})`,
      );
    }
    writeFileSync(file, `${process.pid}`);
  }
  return () => rmSync(file, { force: true });
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
