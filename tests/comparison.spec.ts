import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

const root = join(__dirname, "..");

type Verdict = "yes" | "part" | "no";

interface Row {
  readonly feature: string;
  readonly here: Verdict;
  /** What each of the others has, by its short name; of what nobody has, nothing. */
  readonly others: Readonly<Record<string, string>>;
  /** The tests that show it, or why it is not there. */
  readonly basis: string;
}

/** The tables of docs/comparison.md: feature by feature, and what no other has. */
function tables(): Row[][] {
  const blocks = readFileSync(join(root, "docs/comparison.md"), "utf8")
    .split("\n\n")
    .filter((block) => block.startsWith("| Feature"));
  return blocks.map((block) => {
    const [head = [], , ...rows] = block
      .trim()
      .split("\n")
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    return rows
      .filter(([, here]) => here !== "")
      .map((cells) => ({
        feature: cells[0] ?? "",
        here: (cells[1] ?? "").replaceAll("*", "") as Verdict,
        others: Object.fromEntries(
          head.slice(2, -1).map((name, index) => [name, cells[index + 2] ?? ""]),
        ),
        basis: cells.at(-1) ?? "",
      }));
  });
}

/** The tests that a row names, as file and a part of the title. */
function testsIn({ basis }: Row): { file: string; title: string }[] {
  return [...basis.matchAll(/`(tests\/[^`]+)`: "([^"]+)"/g)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }));
}

/** What the components do by themselves: refuse, file a result in a real DynamoDB, be read by Pulumi's analyser. */
const behaviours = [
  "tests/components/endpoint/arguments.spec.ts",
  "tests/components/endpoint/record-result.spec.ts",
  "tests/components/package.spec.ts",
];

const worth: Readonly<Record<string, number>> = { yes: 1, part: 0.5, no: 0 };

describe("what docs/comparison.md says of this project", () => {
  const [features = [], unmatched = []] = tables();

  it("is said of every feature of the others, and of all that none of them has", () => {
    expect([features.length, unmatched.length]).to.deep.equal([71, 20]);
    for (const row of [...features, ...unmatched]) {
      expect(worth, row.feature).to.have.property(row.here);
      expect(
        Object.values(row.others).every((each) => each in worth),
        row.feature,
      ).to.equal(true);
    }
  });

  it("is shown by a test that exists, wherever it is yes", () => {
    for (const row of [...features, ...unmatched].filter(({ here }) => here === "yes")) {
      expect(testsIn(row), row.feature).not.to.be.empty;
    }
    for (const row of [...features, ...unmatched]) {
      for (const { file, title } of testsIn(row)) {
        expect(existsSync(join(root, file)), `${row.feature}: ${file}`).to.equal(true);
        const source = readFileSync(join(root, file), "utf8").replaceAll('\\"', "'");
        expect(source.includes(title), `${row.feature}: ${file} has "${title}"`).to.equal(true);
      }
    }
  });

  it("is shown by what comes of it, not by inputs alone that were set", () => {
    for (const row of [...features, ...unmatched].filter(({ here }) => here === "yes")) {
      const shown = testsIn(row).some(
        ({ file }) => !file.startsWith("tests/components/") || behaviours.includes(file),
      );
      expect(shown, row.feature).to.equal(true);
    }
  });

  it("has a reason wherever it is not yes", () => {
    for (const row of [...features, ...unmatched].filter(({ here }) => here !== "yes")) {
      const reason = row.basis.replaceAll(/`tests\/[^`]+`: "[^"]+"/g, "").trim();
      expect(reason.length, row.feature).to.be.above(20);
    }
  });

  it("adds up", () => {
    const names = Object.keys(features[0]?.others ?? {});
    const sum = (verdicts: readonly string[]): number =>
      verdicts.reduce((total, verdict) => total + (worth[verdict] ?? 0), 0);
    const ours = sum(features.map(({ here }) => here));
    const theirs = names.map((name) => sum(features.map(({ others }) => others[name] ?? "")));
    const width = Math.max(...features.map(({ feature }) => feature.length));
    const lines = features.map(
      ({ feature, here, others }) =>
        `${feature.padEnd(width)}  ${here.padEnd(4)}  ${names.map((name) => (others[name] ?? "").padEnd(name.length)).join("  ")}`,
    );
    console.log(
      [
        `${"".padEnd(width)}  here  ${names.join("  ")}`,
        ...lines,
        `${`of ${features.length}`.padEnd(width)}  ${String(ours).padEnd(4)}  ${names.map((name, index) => String(theirs[index]).padEnd(name.length)).join("  ")}`,
      ].join("\n"),
    );
    expect(Math.max(...theirs)).to.be.below(ours);
  });
});
