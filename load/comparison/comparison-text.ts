import { styleText } from "node:util";

import { promiseGroup } from "../report/junit-report";
import { provenance } from "../report/page";
import { printable, wrapText } from "../report/terminal-text";
import {
  type ComparedPromise,
  type ComparedRun,
  type ComparedVerdict,
  type RunComparison,
} from "./compare-results";
import { comparisonHeadline } from "./comparison-words";
import { type ComparedQuantity, formatChange, formatValue, judgeChange } from "./quantities";

/** Options of {@link renderComparisonText}. */
export interface ComparisonTextOptions {
  /** Characters across, at least 72; 80 by default. */
  readonly columns?: number | undefined;
  /** Whether to colour; false by default. */
  readonly color?: boolean;
  /** Where the page was written, to be named in the last line. */
  readonly pagePath?: string;
}

type Paint = (color: "green" | "red" | "bold" | "dim", text: string) => string;

const narrowest = 72;
const valueWidth = 14;
const labelWidth = 19;

/** More settings than these are read in the page. */
const mostSettings = 20;

/** Two runs beside each other for a terminal: a table of figures, verdicts, settings that differ. Ends in a line feed. */
export function renderComparisonText(
  a: ComparedRun,
  b: ComparedRun,
  comparison: RunComparison,
  options: ComparisonTextOptions = {},
): string {
  const columns = Math.max(narrowest, options.columns ?? 80);
  const paint: Paint = (color, text) =>
    options.color === true ? styleText(color, text, { validateStream: false }) : text;
  const blocks = [
    wrapText(comparisonHeadline(comparison), columns).map((line) => paint("bold", line)),
    [runLine("A", a, columns), runLine("B", b, columns)].flat(),
    ...comparison.notices.map((notice) => wrapText(`! ${notice.replaceAll("`", "")}`, columns)),
    ...(["outcomes", "latency", "fleet"] as const).map((group) =>
      comparison.quantities
        .filter((quantity) => quantity.group === group && isTold(quantity))
        .map((quantity) => quantityLine(quantity, paint)),
    ),
    promiseLines(comparison, columns, paint),
    settingLines(comparison, columns, paint),
    options.pagePath === undefined ? [] : [`page  ${printable(options.pagePath)}`],
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${text.join("\n\n")}\n`;
}

function runLine(letter: string, { name, result }: ComparedRun, columns: number): string[] {
  return wrapText(`${letter} ${name}. ${provenance(result)}`, columns);
}

/** An outcome of neither run says nothing, and of the stages' percentiles the page tells the rest. */
function isTold({ group, key, a, b }: ComparedQuantity): boolean {
  if (group === "latency") return /\.(mean|p50|p95|max)$/.test(key) || key.includes(".total.");
  return a !== 0 || b !== 0;
}

function quantityLine(quantity: ComparedQuantity, paint: Paint): string {
  const { label, unit, a, b } = quantity;
  const values = [a, b].map((value) => formatValue(value, unit).padStart(valueWidth)).join("");
  const change = formatChange(quantity);
  const judged = judgeChange(quantity);
  const tone = judged === null ? "dim" : judged === "better" ? "green" : "red";
  return `${label.toLowerCase().padEnd(labelWidth)}${values}  ${paint(tone, change)}`;
}

/** What a run promised, and of the rest that it is held to what either broke. */
function promiseLines({ promises }: RunComparison, columns: number, paint: Paint): string[] {
  const isTold = ({ group, a, b }: ComparedPromise): boolean =>
    group === promiseGroup || !a.isKept || !b.isKept;
  const rest = promises.filter((promise) => !isTold(promise)).map(({ name }) => name);
  return [
    ...promises
      .filter(isTold)
      .flatMap(({ name, a, b }) => [
        printable(name),
        ...verdictLines("A", a, columns, paint),
        ...verdictLines("B", b, columns, paint),
      ]),
    ...(rest.length === 0 ? [] : wrapText(`kept by both: ${rest.join(", ")}`, columns)),
  ];
}

function verdictLines(
  letter: string,
  { isKept, measured }: ComparedVerdict,
  columns: number,
  paint: Paint,
): string[] {
  const [first = "", ...rest] = wrapText(measured, columns, " ".repeat(13));
  const word = paint(isKept ? "green" : "red", isKept ? "✓ kept  " : "✕ broken");
  return [`  ${letter} ${word} ${first.trimStart()}`, ...rest];
}

function settingLines({ settings }: RunComparison, columns: number, paint: Paint): string[] {
  if (settings.length === 0) return ["settings  all the same"];
  const left = settings.length - mostSettings;
  return [
    paint("dim", "settings that differ, A → B"),
    ...settings
      .slice(0, mostSettings)
      .flatMap(({ key, a, b }) => wrapText(`${key}: ${a ?? "–"} → ${b ?? "–"}`, columns, "  ")),
    ...(left > 0 ? [`  and ${left} more, in the page`] : []),
  ];
}
