import { createInterface } from "node:readline/promises";

/**
 * Asks a person, who must answer `yes`.
 *
 * @returns undefined where no one can be asked: input or error stream is no terminal.
 */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type yes to go on: `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
