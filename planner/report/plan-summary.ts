import { styleText } from "node:util";

import { formatCount, formatDuration, formatUsd } from "../../load/report/format-quantity";
import { printable, wrapText } from "../../load/report/terminal-text";
import { type PlanDocument } from "../plan-document";
import {
  bindingSentence,
  comparedRow,
  compromiseSentence,
  headline,
  headroomSentence,
  leverEffect,
  minutePrice,
  objectiveValue,
  settingLines,
  shortSettings,
  withInterval,
} from "./plan-words";

/** Options of {@link renderPlanSummary}. */
export interface PlanSummaryOptions {
  /** Characters across, at least 60; 100 by default. */
  readonly columns?: number | undefined;
  readonly color?: boolean;
  /** Where the page was written. */
  readonly pagePath?: string | undefined;
}

const narrowest = 60;
const barWidth = 20;

/** A plan on a screen. Ends in a line feed. */
export function renderPlanSummary(plan: PlanDocument, options: PlanSummaryOptions = {}): string {
  const columns = Math.max(narrowest, options.columns ?? 100);
  const paint = (color: "green" | "yellow" | "bold", text: string): string =>
    options.color === true ? styleText(color, text, { validateStream: false }) : text;
  const { fare, settings } = plan.recommended;
  const sign = plan.isKept ? "✓" : "!";
  const tone = plan.isKept ? "green" : "yellow";
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [paint("bold", title), ...lines];
  const sentence = (text: string): string[] => wrapText(text, columns, "  ");
  const blocks = [
    [
      ...wrapText(`${sign} ${headline(plan)}.`, columns).map((line) =>
        paint("bold", paint(tone, line)),
      ),
      ...sentence(
        `${formatCount(plan.requests)} requests, ${formatCount(plan.runsPerMonth)} times a month; ${formatCount(plan.evaluations)} runs of the model tried.`,
      ),
    ],
    section(
      "Could be promised instead",
      plan.compromises.flatMap((compromise) => sentence(`${compromiseSentence(compromise)}.`)),
    ),
    section(
      "Settings",
      settingLines(settings).map((line) => `  ${printable(line)}`),
    ),
    section("How they fare (mean and its 95 % confidence interval)", [
      `  ${"cost a month".padEnd(22)}${withInterval(fare.costPerMonth, formatUsd)}`,
      `  ${"p50 / p95".padEnd(22)}${withInterval(fare.latencySeconds.p50, formatDuration)} / ${withInterval(fare.latencySeconds.p95, formatDuration)}`,
      ...fare.objectives.map(
        ({ objective, value, keptIn }) =>
          `  ${objective.padEnd(22)}${objectiveValue(objective, value.mean)}, kept in ${keptIn} of ${fare.runs} runs`,
      ),
    ]),
    section(`Cost against ${plan.latency}`, frontLines(plan)),
    section("What binds", [
      ...sentence(bindingSentence(plan)),
      ...plan.levers.flatMap((lever) => [
        ...wrapText(`${lever.change}: ${leverEffect(lever)}`, columns, "    "),
      ]),
    ]),
    section("Headroom", sentence(headroomSentence(plan))),
    section("Beside others", comparisonLines(plan)),
    section(
      "Supposed",
      plan.assumptions.flatMap((text) => wrapText(text, columns, "  ")),
    ),
    options.pagePath === undefined ? [] : [`report  ${printable(options.pagePath)}`],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function frontLines({ front }: PlanDocument): string[] {
  const dearest = Math.max(...front.map(({ costPerMonth }) => costPerMonth));
  return front.map((point) => {
    const bar = "█".repeat(Math.max(1, Math.round((barWidth * point.costPerMonth) / dearest)));
    const sign = point.isRecommended ? "▸" : " ";
    return [
      `${sign} ${formatUsd(point.costPerMonth).padStart(10)}`,
      formatDuration(point.latencySeconds).padStart(12),
      bar.padEnd(barWidth),
      `${shortSettings(point.settings)}${point.dollarsPerMinute === null ? "" : `; ${minutePrice(point.dollarsPerMinute)}`}`,
    ].join("  ");
  });
}

function comparisonLines(plan: PlanDocument): string[] {
  const rows = [
    comparedRow("recommended", plan.recommended.fare),
    ...plan.comparisons.map(({ label, fare }) => comparedRow(label, fare)),
  ];
  const width = Math.max(...rows.map(({ label }) => label.length));
  const line = (label: string, ...cells: string[]): string =>
    `  ${label.padEnd(width)}${cells.map((cell) => cell.padStart(14)).join("")}`;
  return [
    line("", "a month", "p50", "p95", "succeeded", "peak fleet"),
    ...rows.map(({ label, cost, p50, p95, succeeded, peak }) =>
      line(printable(label), cost, p50, p95, succeeded, peak),
    ),
    ...plan.comparisons.flatMap(({ label, note }) =>
      note === null ? [] : [`  ${printable(`${label}: ${note}.`)}`],
    ),
  ];
}
