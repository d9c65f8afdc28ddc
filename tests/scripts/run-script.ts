import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The project's folder, which its commands run in. */
const root = join(__dirname, "../..");

/** What came of a command. */
export interface ScriptEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of `scripts/` to its end, as npm does. */
export function runScript(script: string, ...args: readonly string[]): ScriptEnd {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", "@swc-node/register", `scripts/${script}.ts`, ...args],
    { cwd: root, encoding: "utf8" },
  );
  return { code: status, stdout, stderr };
}
