import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

const documentFile = join(__dirname, "../../docs/fidelity.md");
const columns = ["Claim", "Source", "Expected", "Obtained"] as const;

/** A row of docs/fidelity.md. */
export interface Figure {
  readonly claim: string;
  readonly source: string;
  /** From a closed form, published data or a trace worked by hand; never from the engine. */
  readonly expected: string;
  readonly obtained: string;
}

/**
 * A section of docs/fidelity.md. Its tests hand in their figures; a last test holds the section's table to them, or
 * writes it when `UPDATE_FIDELITY` is set (`npm run fidelity`).
 *
 * @param heading The section's heading in the document.
 */
export function evidence(heading: string, tests: (show: (figure: Figure) => void) => void): void {
  describe(`fidelity: ${heading}`, () => {
    const figures: Figure[] = [];
    tests((figure) => figures.push(figure));

    it("stands in docs/fidelity.md with these figures; `npm run fidelity` writes them", async () => {
      const rows = figures.map(({ claim, source, expected, obtained }) => [
        claim,
        source,
        expected,
        obtained,
      ]);
      if (process.env.UPDATE_FIDELITY !== undefined) await writeTable(heading, rows);
      expect(readTable(heading)).to.deep.equal([[...columns], ...rows]);
    });
  });
}

/** Where a section's table stands in the document, as line numbers. */
function tableLines(lines: readonly string[], heading: string): { start: number; end: number } {
  const title = lines.indexOf(`## ${heading}`);
  if (title < 0) throw new Error(`docs/fidelity.md has no heading "## ${heading}"; add it.`);
  const next = lines.findIndex((line, index) => index > title && line.startsWith("## "));
  const sectionEnd = next < 0 ? lines.length : next;
  const first = lines.findIndex((line, index) => index > title && line.startsWith("|"));
  if (first < 0 || first > sectionEnd) return { start: sectionEnd, end: sectionEnd };
  const after = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  return { start: first, end: after < 0 ? lines.length : after };
}

function readTable(heading: string): string[][] {
  const lines = readFileSync(documentFile, "utf8").split("\n");
  const { start, end } = tableLines(lines, heading);
  return lines
    .slice(start, end)
    .filter((line) => !/^\|[ |:-]+\|$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("\\|", "|")),
    );
}

async function writeTable(heading: string, rows: readonly (readonly string[])[]): Promise<void> {
  const lines = readFileSync(documentFile, "utf8").split("\n");
  const { start, end } = tableLines(lines, heading);
  const table = [columns, columns.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  );
  const text = [...lines.slice(0, start), ...table, "", ...lines.slice(end)].join("\n");
  const options = await resolveConfig(documentFile);
  writeFileSync(documentFile, await format(text, { ...options, filepath: documentFile }));
}
