import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readJournal } from "../../load/journal/journal";
import { type RunResult } from "../../simulator/scenario/result";
import { runScript, type ScriptEnd } from "./run-script";

const start = (...args: string[]): ScriptEnd => runScript("demo", ...args);

describe("npm start", function () {
  this.timeout(120_000);

  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "start-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("deploys the program, serves every request from zero and back to zero, and reports", async () => {
    const args = ["--requests", "40", "--speed", "1800", "--json", "--out", folder];
    const { code, stdout, stderr } = start(...args);
    expect(code, stderr).to.equal(0);
    const result = JSON.parse(stdout) as RunResult;
    expect(result.totals).to.include({ submitted: 40, succeeded: 40, expired: 0, lost: 0 });
    expect(result.instances.peak).to.be.above(1);
    const instances = result.timeline.CurrentInstanceCount as number[];
    expect([instances.at(0), instances.at(-1)]).to.deep.equal([0, 0]);

    const [run = ""] = readdirSync(folder);
    expect(readdirSync(join(folder, run))).to.have.members([
      ...["journal.jsonl", "report.html", "requests.csv", "result.json"],
    ]);
    expect(readFileSync(join(folder, run, "result.json"), "utf8")).to.equal(stdout);
    const events: string[] = [];
    for await (const { event } of readJournal(join(folder, run, "journal.jsonl"))) {
      events.push(event);
    }
    expect(events.filter((event) => event === "notified")).to.have.length(40);
  });

  it("takes the stack off again, and stops the server that it ran on", () => {
    const { stderr } = start("--requests", "5", "--speed", "3600", "--json", "--out", folder);
    const [, made] = /Deployed stack local: (\d+) resources/.exec(stderr) ?? [];
    const [, taken] = /Took stack local off again: (\d+) resources/.exec(stderr) ?? [];
    expect(Number(made)).to.be.above(0);
    expect(taken).to.equal(made);
    const [, port] = /Local AWS at http:\/\/127\.0\.0\.1:(\d+)/.exec(stderr) ?? [];
    expect(port).to.match(/^\d+$/);
    const { status } = spawnSync(process.execPath, [
      "-e",
      `require("node:net").connect(${port}, "127.0.0.1").on("connect", () => process.exit(1)).on("error", () => process.exit(0))`,
    ]);
    expect(status).to.equal(0);
  });

  it("refuses a folder of texts that is not there, with exit code 2 and before anything runs", () => {
    const { code, stdout, stderr } = start("--input", join(folder, "none"), "--out", folder);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.equal(
      `error: \`--input\` is ${JSON.stringify(join(folder, "none"))}, which is no folder or file that can be read; name a folder of files, a file, or a .jsonl file with a request on each line\n`,
    );
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
