import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { type RunResult } from "../../simulator/scenario/result";
import { type HtmlReportOptions, renderHtmlReport } from "./html-report";
import { renderJsonReport } from "./json-report";

/** Where a report was written. */
export interface ReportPaths {
  readonly html: string;
  readonly json: string;
}

/**
 * Writes `report.html` and `result.json` into a folder, which is made when it is missing. Each file is whole or absent:
 * it is written under another name and renamed. The result comes first, so that a page that cannot be drawn loses no data.
 *
 * @throws The file system's error, when the folder cannot be made or written.
 */
export async function writeReport(
  result: RunResult,
  directory: string,
  options: HtmlReportOptions = {},
): Promise<ReportPaths> {
  await mkdir(directory, { recursive: true });
  const paths = {
    html: path.join(directory, "report.html"),
    json: path.join(directory, "result.json"),
  };
  await writeWhole(paths.json, renderJsonReport(result));
  await writeWhole(paths.html, await renderHtmlReport(result, options));
  return paths;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
