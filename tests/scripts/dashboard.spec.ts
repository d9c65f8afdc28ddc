import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { scenarioInput } from "../simulator/scenario/scenario-fixture";
import { runScript, type ScriptEnd } from "./run-script";

const dashboard = (...args: string[]): ScriptEnd => runScript("dashboard", ...args);

describe("npm run dashboard", () => {
  let folder = "";
  let scenario = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "dashboard-"));
    scenario = join(folder, "scenario.json");
    writeFileSync(scenario, JSON.stringify(scenarioInput()));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("writes the page and the body, and says which alarms went off", () => {
    const [page, body] = [join(folder, "pages", "page.html"), join(folder, "body.json")];
    const run = dashboard("--scenario", scenario, "--out", page, "--body", body);
    expect(run).to.deep.include({ code: 0, stdout: `${page}\nNo alarm went off.\n` });
    expect(readFileSync(page, "utf8")).to.contain("<h2>Is it serving?</h2>");
    expect(JSON.parse(readFileSync(body, "utf8"))).to.have.property("widgets");
  });

  it("exits with 2 and no stack trace when it cannot write", () => {
    const out = join(scenario, "page.html");
    const { code, stderr } = dashboard("--scenario", scenario, "--out", out);
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^error: `--out` is ".*", which cannot be written \(.*\)\. Give a file/,
    );
    expect(stderr).not.to.contain("    at ");
  });
});
