import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A Python script that answers each line it is told with a line. */
export class PythonProcess {
  private readonly child: ChildProcess;
  private readonly waiting: ((line: string | undefined) => void)[] = [];

  constructor(
    python: string,
    private readonly script: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.child = spawn(python, ["-W", "ignore", script, ...args], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const { stdout } = this.child;
    if (stdout === null) throw new Error("no pipe to read the answers from");
    createInterface({ input: stdout })
      .on("line", (line) => this.waiting.shift()?.(line))
      .on("close", () => this.waiting.splice(0).forEach((resolve) => resolve(undefined)));
  }

  /** @throws Error when the process ends without an answer */
  async ask(line: string): Promise<string> {
    const answer = await new Promise<string | undefined>((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin?.write(`${line}\n`);
    });
    if (answer === undefined) throw new Error(`${this.script} ended without an answer`);
    return answer;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, "close");
    this.child.stdin?.end();
    await ended;
  }
}
