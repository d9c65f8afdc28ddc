import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { paletteDeclarations } from "./palette";

/** What the page brings along: one style sheet and the scripts that run after the content. */
export interface PageAssets {
  readonly style: string;
  /** Runs in the head, so that the page never flashes in the wrong theme. */
  readonly themeScript: string;
  readonly bodyScripts: readonly string[];
}

/** Reads the page's own files and uPlot's out of the package. */
export async function readPageAssets(): Promise<PageAssets> {
  const uplot = path.dirname(require.resolve("uplot/package.json"));
  const own = (name: string): Promise<string> => read(path.join(__dirname, "page", name));
  const [style, uplotStyle, uplotScript, uplotLicense, themeScript, options, charts, actions] =
    await Promise.all([
      own("report.css"),
      read(path.join(uplot, "dist/uPlot.min.css")),
      read(path.join(uplot, "dist/uPlot.iife.min.js")),
      read(path.join(uplot, "LICENSE")),
      own("theme.js"),
      own("chart-options.js"),
      own("charts.js"),
      own("actions.js"),
    ]);
  return {
    style: [uplotStyle, themeStyles(), style].join("\n"),
    themeScript,
    bodyScripts: [`/*\n${uplotLicense.trim()}\n*/\n${uplotScript}`, options, charts, actions],
  };
}

/** The style of a page without scripts. */
export async function readPageStyle(): Promise<string> {
  return [themeStyles(), await read(path.join(__dirname, "page", "report.css"))].join("\n");
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

function read(file: string): Promise<string> {
  return readFile(file, "utf8");
}
