import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Readable } from "node:stream";

import { type RunResult } from "../../simulator/scenario/result";
import { type HtmlReportOptions, renderHtmlReport } from "./html-report";
import { renderJsonReport } from "./json-report";
import { requestTable } from "./request-table";

/** Where a report was written. */
export interface ReportPaths {
  readonly html: string;
  readonly json: string;
  /** Of a measured run: every request as a row. */
  readonly requests?: string;
}

/** Options of {@link writeReport}. */
export interface WriteReportOptions extends HtmlReportOptions {
  /** The journal of a measured run, from which its requests are told. */
  readonly journal?: string | undefined;
}

/**
 * Writes `report.html` and `result.json`, and of a measured run `requests.csv`, into a folder, which is made when it is
 * missing. Each file is whole or absent: it is written under another name and renamed. The result comes first, so that a
 * page that cannot be drawn loses no data.
 *
 * @throws The file system's error, when the folder cannot be made or written.
 */
export async function writeReport(
  result: RunResult,
  directory: string,
  options: WriteReportOptions = {},
): Promise<ReportPaths> {
  await mkdir(directory, { recursive: true });
  const paths = {
    html: path.join(directory, "report.html"),
    json: path.join(directory, "result.json"),
  };
  await writeWhole(paths.json, renderJsonReport(result));
  await writeWhole(paths.html, await renderHtmlReport(result, options));
  if (options.journal === undefined) return paths;
  const requests = path.join(directory, "requests.csv");
  await writeWhole(requests, await requestTable(options.journal));
  return { ...paths, requests };
}

async function writeWhole(file: string, content: string | Readable): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
