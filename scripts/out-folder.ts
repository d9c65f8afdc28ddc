import { access, constants, mkdir, stat } from "node:fs/promises";
import path from "node:path";

import { UsageError } from "./run-command";

/**
 * Makes the folder that a flag names, so that a run does not find at its end that it has nowhere to put its report.
 *
 * @param flag as the user writes it, such as `--out`
 * @throws UsageError when it cannot be made or written
 */
export async function prepareFolder(flag: string, folder: string): Promise<void> {
  try {
    await makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `\`${flag}\` is ${JSON.stringify(folder)}, which cannot be written (${reason}). Give a folder that this user may write to`,
    );
  }
}

/** Level by level: Node's own recursive `mkdir` never returns below a folder that takes none, such as /proc. */
async function makeFolder(folder: string): Promise<void> {
  const existing = await stat(folder).catch(() => undefined);
  if (existing?.isDirectory() === true) return;
  const parent = path.dirname(folder);
  if (existing === undefined && parent !== folder) await makeFolder(parent);
  await mkdir(folder);
}
