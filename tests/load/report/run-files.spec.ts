import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { LoadInputError } from "../../../load/load-error";
import { findRunFiles } from "../../../load/report/run-files";

describe("finding what a run left", () => {
  let reports: string;

  before(() => {
    reports = mkdtempSync(path.join(tmpdir(), "reports-"));
    const files = [
      ["measured", "result.json"],
      ["measured", "journal.jsonl"],
      ["modelled", "result.json"],
      ["modelled", "other.json"],
      ["stopped", "journal.jsonl"],
    ] as const;
    for (const [run, file] of files) {
      mkdirSync(path.join(reports, run), { recursive: true });
      writeFileSync(path.join(reports, run, file), "{}");
    }
    utimesSync(path.join(reports, "measured", "result.json"), 1, 1);
  });

  after(() => rmSync(reports, { recursive: true }));

  it("takes its name, its folder and its result", () => {
    const folder = path.join(reports, "measured");
    const found = {
      ...{ name: "measured", folder, result: path.join(folder, "result.json") },
      journal: path.join(folder, "journal.jsonl"),
    };

    for (const given of ["measured", folder, path.join(folder, "result.json")]) {
      expect(findRunFiles(given, reports), given).to.deep.equal(found);
    }
  });

  it("calls a result of another name by its own", () => {
    const file = path.join(reports, "modelled", "other.json");
    expect(findRunFiles(file, reports)).to.deep.equal({
      ...{ name: "other", folder: path.dirname(file), result: file, journal: undefined },
    });
  });

  it("names the runs that there are, the newest first, when there is none of that name", () => {
    expect(() => findRunFiles("nope", reports)).to.throw(
      LoadInputError,
      `No run is found by "nope": there is no such file or folder, and none in ${reports}. Give the name of a run in ${reports} (modelled, measured), its folder, or its result.json`,
    );
  });

  it("says of a run that has not ended how to go on with it", () => {
    expect(() => findRunFiles("stopped", reports)).to.throw(
      LoadInputError,
      /stopped has no result\.json\. Its run has not ended: go on with it by `npm run simulate -- --resume stopped`/,
    );
  });
});
