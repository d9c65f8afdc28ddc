import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { renderJsonReport } from "../../load/report/json-report";
import { playedRun } from "../load/report/run-result-factory";
import { runScript, type ScriptEnd } from "./run-script";

const report = (...args: string[]): ScriptEnd => runScript("report", ...args);

describe("npm run report", () => {
  let folder = "";
  const file = (name: string): string => join(folder, name);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
    for (const requests of [1000, 2000]) {
      writeFileSync(file(`${requests}.json`), renderJsonReport(playedRun({ requests })));
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  it("lays two runs beside each other as JSON and as a page, and holds the second to promises", () => {
    const { code, stdout, stderr } = report(
      ...[file("1000.json"), file("2000.json"), "--json", "--out", file("both")],
      ...["--slo", "succeeded<=1000"],
    );

    expect(code, stderr).to.equal(3);
    expect(stderr).to.equal("✕ broken succeeded<=1000: 2000\n");
    const comparison = JSON.parse(stdout) as Record<string, unknown>;
    expect(comparison).to.include({ a: "1000", b: "2000" });
    expect(comparison["quantities"]).to.deep.include({
      ...{ group: "outcomes", key: "totals.succeeded", label: "Succeeded", unit: "requests" },
      ...{ better: "more", a: 1000, b: 2000, difference: 1000, relative: 1 },
    });
    expect(readFileSync(file("both/comparison.html"), "utf8")).to.contain("compared-backlog");
  });

  it("draws the report of one run anew, and leaves its result as it is", () => {
    const { code, stdout, stderr } = report(file("1000.json"), "--out", file("one"));

    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^✓ 1,000 of 1,000 requests succeeded\n/);
    expect(readdirSync(file("one"))).to.deep.equal(["report.html"]);
  });

  it("refuses what is no result with one clear word", () => {
    writeFileSync(file("broken.json"), "{");
    const { code, stderr } = report(file("broken.json"), file("1000.json"));

    expect(code).to.equal(2);
    expect(stderr).to.match(/^error: .*broken\.json is not JSON: line 1, column 2/);
    expect(stderr).not.to.contain("\n    at ");
  });
});
