import { existsSync } from "node:fs";

import { journalFile } from "../../../load/run/earlier-run";
import { type LoadOptions } from "../../../load/run/load-options";
import { resumeLoad, runLoad } from "../../../load/run/run-load";

/** Runs a load, or goes on with it where its journal was begun, and prints the totals: a process to be killed. */
async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? "") as LoadOptions & { run: string };
  const { reportsDirectory, run } = options;
  const isBegun = existsSync(journalFile(reportsDirectory, run));
  const result = await (isBegun ? resumeLoad({ reportsDirectory, run }) : runLoad(options));
  process.stdout.write(JSON.stringify(result));
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
