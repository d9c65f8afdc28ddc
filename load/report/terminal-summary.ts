import { styleText } from "node:util";

import { asyncMetrics } from "../../sagemaker/metrics";
import { type RunResult, fleetSeries, requestOutcomes } from "../../simulator/scenario/result";
import {
  formatCount,
  formatDuration,
  formatError,
  formatUsd,
  unknownFigure,
} from "./format-quantity";
import { outcomeLabels } from "./outcome-labels";
import { blockChart } from "./terminal-chart";
import { printable, wrapText } from "./terminal-text";
import { seriesPeak, seriesValues, timelineEnd } from "./timeline-series";
import { type VerdictTone, fleetWay, verdictOf } from "./verdict";

/** Options of {@link renderTerminalSummary}. */
export interface TerminalSummaryOptions {
  /** Characters across, at least 48; 80 by default. No line is longer, except the path of the report. */
  readonly columns?: number;
  /** Whether to colour; false by default. Ask the stream: `stream.isTTY && stream.hasColors()` heeds `NO_COLOR`. */
  readonly color?: boolean;
  /** Where the report was written, to be named in the last line. */
  readonly reportPath?: string;
}

type Color = "green" | "yellow" | "red" | "blue" | "bold" | "dim";
type Paint = (color: Color, text: string) => string;

const labelWidth = 18;
const narrowest = 48;
const widestChart = 100;
const signs: Readonly<Record<VerdictTone, string>> = { good: "✓", caution: "!", bad: "✕" };
const toneColors = { good: "green", caution: "yellow", bad: "red" } as const;

/**
 * A run on one screen: the verdict, how many requests ended how, the fleet, latency, cost, a small chart of backlog and
 * instances, warnings, and where the report is. Ends in a line feed.
 */
export function renderTerminalSummary(
  result: RunResult,
  options: TerminalSummaryOptions = {},
): string {
  const columns = Math.max(narrowest, options.columns ?? 80);
  const paint: Paint = (color, text) =>
    options.color === true ? styleText(color, text, { validateStream: false }) : text;
  const blocks = [
    verdictLines(result, columns, paint),
    figureLines(result),
    latencyLines(result, columns),
    chartLines(result, columns, paint),
    ...result.warnings.map(({ message, advice }) => [
      ...wrapText(`! ${message}`, columns).map((line) => paint("yellow", line)),
      ...wrapText(advice, columns, "  "),
    ]),
    options.reportPath === undefined ? [] : [`report  ${printable(options.reportPath)}`],
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${text.join("\n\n")}\n`;
}

function verdictLines(result: RunResult, columns: number, paint: Paint): string[] {
  const { tone, headline, details } = verdictOf(result);
  return [
    ...wrapText(`${signs[tone]} ${headline}`, columns).map((line) =>
      paint("bold", paint(toneColors[tone], line)),
    ),
    ...wrapText(details.join(" "), columns, "  "),
  ];
}

/** How far the prediction was off; nothing without one. */
function predictionEntries({ prediction }: RunResult): [string, string][] {
  return prediction === undefined
    ? []
    : [
        ["predicted cost", formatUsd(prediction.cost)],
        ["backlog error", formatError(prediction.errors.backlogMean)],
      ];
}

function figureLines(result: RunResult): string[] {
  const { totals, cost } = result;
  const { peak, final } = fleetWay(result);
  const entries: [string, string][] = [
    ["submitted", formatCount(totals.submitted)],
    ...requestOutcomes.map((outcome): [string, string] => [
      outcomeLabels[outcome].toLowerCase(),
      formatCount(totals[outcome]),
    ]),
    ["peak instances", formatCount(peak)],
    ["final instances", formatCount(final)],
    ["cost", formatUsd(cost.total)],
    ...predictionEntries(result),
  ];
  const widest = Math.max(...entries.map(([, value]) => value.length));
  return entries.map(([label, value]) => label.padEnd(labelWidth) + value.padStart(widest));
}

function latencyLines({ latencySeconds }: RunResult, columns: number): string[] {
  const figures =
    columns < 60 ? (["p50", "p95", "max"] as const) : (["mean", "p50", "p95", "max"] as const);
  const row = (cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(9) : cell.padStart(12))).join("");
  if (Object.values(latencySeconds).every((stage) => stage.max === null)) {
    return [`latency  ${unknownFigure}`];
  }
  return [
    row(["latency", ...figures]),
    ...(["queue", "service", "total"] as const).map((stage) =>
      row([stage, ...figures.map((figure) => cell(latencySeconds[stage][figure]))]),
    ),
  ];
}

function cell(seconds: number | null): string {
  return seconds === null ? "–" : formatDuration(seconds);
}

function chartLines(result: RunResult, columns: number, paint: Paint): string[] {
  const { timeline } = result;
  const series = [
    {
      title: "backlog",
      name: asyncMetrics.approximateBacklogSize.name,
      height: 4,
      color: "blue",
    },
    { title: "instances", name: fleetSeries.currentInstances, height: 2, color: "yellow" },
  ] as const;
  const peaks = series.map(({ name }) => formatCount(seriesPeak(timeline, name)?.value ?? 0));
  const gutter = Math.max(...peaks.map((peak) => peak.length)) + 3;
  const width = Math.min(columns, widestChart) - gutter;
  const lines = series.flatMap(({ title, name, height, color }) => {
    const values = seriesValues(timeline, name);
    const peak = seriesPeak(timeline, name);
    if (values === null || peak === null) {
      return [];
    }
    const labels = [formatCount(peak.value), ...Array<string>(height - 1).fill("")];
    return [
      " ".repeat(gutter) + paint("dim", title),
      ...blockChart(values, width, height).map(
        (row, index) => `${(labels[index] ?? "").padStart(gutter - 2)} │${paint(color, row)}`,
      ),
      `${"0".padStart(gutter - 2)} └${"─".repeat(width)}`,
    ];
  });
  if (lines.length === 0) {
    return [];
  }
  const end = formatDuration(timelineEnd(timeline));
  const start = formatDuration(timeline.seconds[0] ?? 0);
  const between = Math.max(1, width - start.length - end.length);
  return [...lines, " ".repeat(gutter) + start + " ".repeat(between) + end];
}
