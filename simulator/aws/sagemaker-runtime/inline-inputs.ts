import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Inputs that came with their requests, kept on disk until the requests have ended: a backlog may be long. */
export class InlineInputs {
  private folder: Promise<string> | undefined;

  constructor(private readonly dataDir: string) {}

  /** Writes an input and answers with its path. */
  async keep(content: Uint8Array): Promise<string> {
    this.folder ??= makeFolder(join(this.dataDir, "inline-inputs"));
    const path = join(await this.folder, randomUUID());
    await writeFile(path, content);
    return path;
  }

  async forget(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}
