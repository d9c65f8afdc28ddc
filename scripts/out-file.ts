import { writeFile } from "node:fs/promises";

import { UsageError } from "./run-command";

/**
 * Writes a file that a flag names.
 *
 * @param flag as the user writes it, such as `--json`
 * @throws UsageError when it cannot be written
 */
export async function writeText(flag: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `\`${flag}\` is ${JSON.stringify(file)}, which cannot be written (${reason}). Give a file in a folder that exists${flag === "--json" ? ", or -" : ""}`,
    );
  }
}
