import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { type Browser, chromium } from "playwright-core";

/** What a Chromium is called on the PATH: by Debian, by others, and by Google. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** What a skipped test says. */
export const absenceNotice =
  "no Chromium here, so skipped. BROWSER_INSTALL=1 installs Debian's, BROWSER=/path/to/chromium names another";

/**
 * A headless Chromium: the one that `BROWSER` names, or one of the PATH.
 *
 * @returns undefined when there is none; with `BROWSER_INSTALL=1` Debian's is installed first.
 */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = process.env["BROWSER"] ?? onPath() ?? installed();
  return executablePath === undefined
    ? undefined
    : // Chromium has no sandbox of its own for root or in most containers; the pages are ours.
      chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

function onPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed(): string | undefined {
  if (process.env["BROWSER_INSTALL"] === undefined) return undefined;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const command of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
    const [program = "", ...args] = [...asRoot, "apt-get", ...command];
    execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  }
  return onPath();
}
