import { constants } from "node:fs";
import { access, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** A folder for payloads, and what is to be done with it in the end. */
export interface DataFolder {
  readonly path: string;
  /** Removes the folder if it was made for one server alone. */
  readonly release: () => Promise<void>;
}

/**
 * Makes the folder for payloads.
 *
 * @param wanted where; left out, a fresh temporary folder
 * @throws the system's error when it cannot be made or written
 */
export async function openDataFolder(wanted: string | undefined): Promise<DataFolder> {
  if (wanted === undefined) {
    const path = await mkdtemp(join(tmpdir(), "local-aws-"));
    return { path, release: () => rm(path, { recursive: true, force: true }) };
  }
  const path = resolve(wanted);
  await makeFolder(path);
  await access(path, constants.W_OK);
  return { path, release: () => Promise.resolve() };
}

/** Node's own recursive `mkdir` never ends where a file system refuses new entries with ENOENT, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) {
      return;
    }
    if (code !== "ENOENT" || (await exists(dirname(path)))) {
      throw error;
    }
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
