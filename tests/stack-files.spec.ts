import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { isCollection, parseDocument, visit } from "yaml";

import { allStacks, projectFolder, teamsFolder } from "./provider-check/program-graph";

const files = [projectFolder, teamsFolder].flatMap((folder) =>
  allStacks(folder).map((stack) => join(folder, `Pulumi.${stack}.yaml`)),
);

/**
 * Plain texts in `{…}` or `[…]` that Pulumi's reader of YAML, which is go-yaml, ends before our own does: at a question
 * mark. Of `cron(30 6 ? * MON-FRI *)` it then takes `* MON` for a reference, and refuses the file.
 */
function readOtherwiseByPulumi(text: string): string[] {
  const found: string[] = [];
  visit(parseDocument(text), {
    Scalar(_key, { type, value }, path) {
      const inFlow = path.some((node) => isCollection(node) && node.flow === true);
      if (inFlow && type === "PLAIN" && String(value).includes("?")) found.push(String(value));
    },
  });
  return found;
}

describe("Stack files", () => {
  for (const file of files) {
    it(`are read by Pulumi as by us: ${file.slice(projectFolder.length + 1)}`, () => {
      expect(readOtherwiseByPulumi(readFileSync(file, "utf8"))).to.deep.equal([]);
    });
  }

  it("are shown in the documents as Pulumi reads them", () => {
    const blocks = readFileSync(join(projectFolder, "docs", "scaling.md"), "utf8").matchAll(
      /^```yaml\n(.*?)^```/gms,
    );
    const texts = [...blocks].map(([, text = ""]) => text);
    expect(texts).to.not.be.empty;
    expect(texts.flatMap(readOtherwiseByPulumi)).to.deep.equal([]);
  });
});
