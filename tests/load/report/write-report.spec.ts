import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { renderJsonReport } from "../../../load/report/json-report";
import { writeReport } from "../../../load/report/write-report";
import { playedRun } from "./run-result-factory";

describe("writeReport", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "report-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it("makes the folder and writes the page and the result, and nothing else", async () => {
    const result = playedRun();
    const directory = path.join(folder, "reports", "run-1");
    const paths = await writeReport(result, directory);
    expect(paths).to.deep.equal({
      html: path.join(directory, "report.html"),
      json: path.join(directory, "result.json"),
    });
    expect(await readFile(paths.json, "utf8")).to.equal(renderJsonReport(result));
    expect(await readFile(paths.html, "utf8")).to.match(/^<!doctype html>[\s\S]+<\/html>\n$/);
    expect((await readdir(directory)).sort()).to.deep.equal(["report.html", "result.json"]);
  });

  it("replaces the report of an earlier run", async () => {
    await writeFile(path.join(folder, "result.json"), "old");
    const { json } = await writeReport(playedRun(), folder);
    expect(await readFile(json, "utf8")).not.to.equal("old");
  });

  it("fails when the folder's name is taken by a file", async () => {
    const taken = path.join(folder, "taken");
    await writeFile(taken, "");
    const error = await writeReport(playedRun(), taken).then(
      () => null,
      (reason: unknown) => reason as NodeJS.ErrnoException,
    );
    expect(error?.code).to.equal("EEXIST");
  });
});
