import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { paletteDeclarations } from "./palette";

/** What draws a run's charts: a style sheet and the scripts that run after the content. */
export interface ChartAssets {
  readonly style: string;
  /** The charts alone. */
  readonly chartScripts: readonly string[];
  /** The charts, and what the buttons of a report do. */
  readonly scripts: readonly string[];
}

/** Reads the charts' own scripts, and uPlot out of its package. */
export async function readChartAssets(): Promise<ChartAssets> {
  const uplot = path.dirname(require.resolve("uplot/package.json"));
  const [style, uplotScript, uplotLicense, options, charts, actions] = await Promise.all([
    read(path.join(uplot, "dist/uPlot.min.css")),
    read(path.join(uplot, "dist/uPlot.iife.min.js")),
    read(path.join(uplot, "LICENSE")),
    readOwn("chart-options.js"),
    readOwn("charts.js"),
    readOwn("actions.js"),
  ]);
  const chartScripts = [`/*\n${uplotLicense.trim()}\n*/\n${uplotScript}`, options, charts];
  return { style, chartScripts, scripts: [...chartScripts, actions] };
}

/** The style that every page has: both themes and the look of the report. */
export async function readPageStyle(): Promise<string> {
  return [themeStyles(), await readOwn("report.css")].join("\n");
}

/** Runs in the head, so that a page never flashes in the wrong theme. */
export function readThemeScript(): Promise<string> {
  return readOwn("theme.js");
}

/** A content security policy that lets the page run its own scripts and load nothing at all. */
export function contentSecurityPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The system's theme, unless the reader chose one; paper is light. */
function themeStyles(): string {
  const light = paletteDeclarations("light");
  const dark = paletteDeclarations("dark");
  return [
    `:root{${light}}`,
    `@media (prefers-color-scheme: dark){:root:not([data-theme="light"]){${dark}}}`,
    `:root[data-theme="dark"]{${dark}}`,
    `@media print{:root,:root:not([data-theme="light"]){${light}}}`,
  ].join("\n");
}

function readOwn(name: string): Promise<string> {
  return read(path.join(__dirname, "page", name));
}

function read(file: string): Promise<string> {
  return readFile(file, "utf8");
}
