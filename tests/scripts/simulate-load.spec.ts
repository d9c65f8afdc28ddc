import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenarioInput } from "../simulator/scenario/scenario-fixture";

const root = join(__dirname, "../..");

function simulate(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", "@swc-node/register", "scripts/simulate-load.ts", ...args],
    { cwd: root, encoding: "utf8" },
  );
  return { code: status, stdout, stderr };
}

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
});
