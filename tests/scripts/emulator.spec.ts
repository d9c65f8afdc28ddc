import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";

const script = join(__dirname, "../../scripts/emulator.ts");
const SLOW_MS = 60_000;

function start(flags: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, ["-r", "@swc-node/register", script, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
}

/** Folders of servers; the loader of TypeScript keeps one of its own beside them. */
function dataFolders(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("local-aws-"));
}

/** Runs it to its end. */
async function runToEnd(flags: readonly string[]): Promise<{ code: number; stderr: string }> {
  const child = start(flags);
  const exited = once(child, "exit") as Promise<[number]>;
  const stderr = await text(child.stderr as NodeJS.ReadableStream);
  const [code] = await exited;
  return { code, stderr: stderr.replace(/\(node:[\s\S]*$/, "") };
}

describe("npm run emulator", function () {
  this.timeout(SLOW_MS);

  it("says in one line when it accepts connections, and leaves nothing behind", async () => {
    const temporary = mkdtempSync(join(tmpdir(), "emulator-spec-"));
    try {
      const child = start(["--port", "0"], { ...process.env, TMPDIR: temporary });
      const stdout = text(child.stdout as NodeJS.ReadableStream);
      const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
      const { event, endpoint } = JSON.parse(line.toString()) as Record<string, string>;
      expect(event).to.equal("ready");
      const health = await fetch(`${endpoint}/_local/health`);
      expect(await health.json()).to.include({ status: "ok", speed: 60 });
      expect(dataFolders(temporary)).to.have.length(1);
      child.kill("SIGTERM");
      expect((await once(child, "exit"))[0]).to.equal(0);
      expect((await stdout).trim().split("\n")).to.have.length(1);
      expect(dataFolders(temporary)).to.deep.equal([]);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });

  it("says so when other machines can reach it, and when the container is not there", async () => {
    const child = start(["--port=0", "--host=0.0.0.0", "--container-url=http://127.0.0.1:1"]);
    const stderr = text(child.stderr as NodeJS.ReadableStream);
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    expect(line.toString()).to.match(/"endpoint":"http:\/\/127\.0\.0\.1:\d+"/);
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).to.equal(0);
    expect((await stderr).split("\n")).to.include.members([
      "warning: listening on 0.0.0.0: whoever reaches this machine can use it, without a password",
      "warning: http://127.0.0.1:1/ping is not answered with 200 within 2 s; until it is, invocations fail, and so do endpoints that start",
    ]);
  });

  it("keeps a folder that it was given, and what else is in it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-spec-"));
    try {
      const child = start(["--port", "0", "--data-dir", join(folder, "a", "b")]);
      await once(child.stdout as NodeJS.ReadableStream, "data");
      child.kill("SIGINT");
      expect((await once(child, "exit"))[0]).to.equal(0);
      expect(existsSync(join(folder, "a", "b"))).to.equal(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const refused: readonly (readonly [readonly string[], string])[] = [
    [
      ["--speed", "0.5"],
      "error: option '--speed <factor>' argument '0.5' is invalid. It must be a number from 1 to 3600.\n",
    ],
    [
      ["--port", "http"],
      "error: option '--port <port>' argument 'http' is invalid. It must be a whole number from 0 to 65535.\n",
    ],
    [["--seeed", "1"], "error: unknown option '--seeed'\n(Did you mean one of --seed, --speed?)\n"],
    [
      ["--service-time", "6:3"],
      "error: option '--service-time <seconds>' argument '6:3' is invalid. It must be seconds such as 3, or median and " +
        "90th percentile such as 3:6, the second above the first.\n",
    ],
    [
      ["--container-url", "localhost:8080"],
      "error: `--container-url` is 'localhost:8080'; it must be the http:// or https:// address of the container, such " +
        "as http://127.0.0.1:8080, without /ping or /invocations\n",
    ],
    [
      ["--port", "0", "--host", "192.0.2.1"],
      "error: `--host` is 192.0.2.1, which is no address of this machine. Give one that is, such as 127.0.0.1\n",
    ],
    [
      ["--port", "0", "--data-dir", "/dev/null/x"],
      "error: `--data-dir` is /dev/null/x, which cannot be written (ENOTDIR: not a directory, mkdir '/dev/null/x'). " +
        "Give a folder that this user may write to\n",
    ],
  ];
  for (const [flags, message] of refused) {
    it(`ends with 2 and one message for ${flags.join(" ")}`, async () => {
      expect(await runToEnd(flags)).to.deep.equal({ code: 2, stderr: message });
    });
  }

  it("ends with 2 and one message for a port in use", async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = other.address() as { port: number };
      expect(await runToEnd(["--port", String(port)])).to.deep.equal({
        code: 2,
        stderr: `error: \`--port\` is ${port}, which another program listens on. Give a free port, or 0 for any\n`,
      });
    } finally {
      other.close();
    }
  });
});
