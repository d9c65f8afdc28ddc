import { expect } from "chai";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenarioInput } from "../simulator/scenario/scenario-fixture";
import { runScript, type ScriptEnd } from "./run-script";

const simulate = (...args: string[]): ScriptEnd => runScript("simulate-load", ...args);

describe("npm run simulate", () => {
  let folder = "";
  let scenario = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "simulate-"));
    scenario = join(folder, "scenario.json");
    writeFileSync(scenario, JSON.stringify(scenarioInput()));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("prints a summary", () => {
    const { code, stdout } = simulate("--scenario", scenario);
    expect(code).to.equal(0);
    expect(stdout).to.match(/succeeded +10\n/);
  });

  it("prints the result as JSON, with the seed that it is given", () => {
    const { code, stdout } = simulate("--scenario", scenario, "--json", "-", "--seed", "42");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ seed: 42 });
  });

  it("sends in a closed loop where it is asked to, and says what that hides", () => {
    const { code, stdout } = simulate("--scenario", scenario, "--concurrency", "2");
    expect(code).to.equal(0);
    expect(stdout.replace(/\s+/g, " ")).to.contain(
      "This was a closed loop of 2 requests: the next one was sent when one had ended",
    );
  });

  it("writes the result to a file", () => {
    const json = join(folder, "result.json");
    expect(simulate("--scenario", scenario, "--json", json).code).to.equal(0);
    expect(JSON.parse(readFileSync(json, "utf8"))).to.have.nested.property("totals.submitted", 10);
  });

  it("exits with 2 on bad input, naming every problem and writing nothing", () => {
    const bad = join(folder, "bad.json");
    const json = join(folder, "none.json");
    writeFileSync(bad, JSON.stringify({ seed: "x", foo: 1 }));
    const { code, stdout, stderr } = simulate("--scenario", bad, "--json", json);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr.trim().split("\n")).to.have.length(3);
    expect(existsSync(json)).to.equal(false);
  });

  it("exits with 2 when the report's folder cannot be made", () => {
    const out = join(scenario, "reports");
    const { code, stdout, stderr } = simulate("--scenario", scenario, "--out", out);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.match(
      /^error: `--out` is ".*scenario\.json.reports", which cannot be written \(.+\)\. Give a folder that this user may write to\n$/,
    );
  });

  it("exits with 3 when a promise is broken, and says what came of each", () => {
    const junit = join(folder, "junit.xml");
    const { code, stderr } = simulate(
      ...["--scenario", scenario, "--slo", "total.p95<1ms", "--slo", "expired=0"],
      ...["--junit", junit],
    );
    expect(code).to.equal(3);
    expect(readFileSync(junit, "utf8")).to.match(
      /<testcase [^>]*name="total\.p95&lt;1ms">\s*<failure message="measured [\d.]+ s, allowed &lt;1ms">/,
    );
    expect(stderr).to.match(/^✕ broken total\.p95<1ms: [\d.]+ s\n✓ kept {3}expired=0: 0\n$/);
  });

  it("exits with 0 when every promise is kept", () => {
    expect(simulate("--scenario", scenario, "--slo", "p95<6h", "--slo", "lost=0").code).to.equal(0);
  });

  it("refuses a promise that no run can keep or break", () => {
    const { code, stderr } = simulate("--scenario", scenario, "--slo", "costPerMonth<5");
    expect([code, stderr]).to.deep.equal([
      2,
      'error: `--slo` is "costPerMonth<5"; a run has no cost of a month: cap its own with `--max-cost`, or ask `npm run plan`\n',
    ]);
  });

  it("refuses caps and a dry run where nothing is sent", () => {
    const { code, stderr } = simulate("--scenario", scenario, "--dry-run", "--max-cost", "5");
    expect(code).to.equal(2);
    expect(stderr).to.equal(
      "error: `--dry-run` and `--max-cost` only mean something with `--target`: give a target, or leave them out\n",
    );
  });

  it("says so where no server answers", () => {
    const { code, stderr } = simulate("--target", "http://127.0.0.1:9", "--requests", "1");
    expect([code, stderr]).to.deep.equal([
      2,
      "error: Nothing answers at http://127.0.0.1:9; start a server with `npm run emulator -- --port 9` and put the stack on it with `npm run deploy:local`, or correct `--target`\n",
    ]);
  });

  it("refuses shards elsewhere without their number, and a run to merge without its target", () => {
    const remote = simulate("--target", "http://127.0.0.1:9", "--remote");
    expect([remote.code, remote.stderr]).to.deep.equal([
      2,
      "error: `--remote` is given without `--shards`, which says how many tasks send: give `--shards 4`, or leave `--remote` out\n",
    ]);
    const merged = simulate("--merge", "load-1");
    expect([merged.code, merged.stderr]).to.deep.equal([
      2,
      "error: `--merge` is given without `--target`, which says where the run is sent to: give the target that it was begun on\n",
    ]);
  });

  it("names the run that is not there to be gone on with", () => {
    const { code, stderr } = simulate("--resume", "nothing");
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^error: The run to go on with is "nothing", which has no journal in "reports": /,
    );
  });
});
