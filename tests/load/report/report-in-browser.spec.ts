import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { expect } from "chai";

import { writeReport } from "../../../load/report/write-report";
import { playedRun } from "./run-result-factory";

const run = promisify(execFile);

/** Path of a Chromium, to run these tests at all: `REPORT_BROWSER=/usr/bin/chromium`. */
const browser = process.env["REPORT_BROWSER"];

describe("the report in a browser (set REPORT_BROWSER to a Chromium)", function () {
  this.timeout(60_000);
  let folder: string;

  before(async function () {
    if (browser === undefined) {
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), "report-browser-"));
  });

  after(async () => {
    if (browser !== undefined) {
      await rm(folder, { recursive: true });
    }
  });

  it("draws every chart without an error", async () => {
    const { html } = await writeReport(playedRun(), folder);
    const { stdout, stderr } = await run(browser ?? "", [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      `--user-data-dir=${path.join(folder, "profile")}`,
      ...["--enable-logging=stderr", "--virtual-time-budget=4000", "--window-size=360,900"],
      ...["--dump-dom", pathToFileURL(html).href],
    ]);
    expect(stderr.split("\n").filter((line) => line.includes("CONSOLE"))).to.deep.equal([]);
    expect(stdout.match(/class="uplot /g)).to.have.length(7);
  });
});
