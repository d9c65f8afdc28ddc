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
  const json = path.join(directory, "result.json");
  await writeWhole(json, renderJsonReport(result));
  return { json, ...(await renderAgain(result, directory, options)) };
}

/**
 * Writes what is made of a run's result and journal anew, and leaves these as they are.
 *
 * @throws The file system's error, when the folder cannot be made or written.
 */
export async function renderAgain(
  result: RunResult,
  directory: string,
  options: WriteReportOptions = {},
): Promise<Omit<ReportPaths, "json">> {
  await mkdir(directory, { recursive: true });
  const html = path.join(directory, "report.html");
  await writeWhole(html, await renderHtmlReport(result, options));
  if (options.journal === undefined) return { html };
  const requests = path.join(directory, "requests.csv");
  await writeWhole(requests, await requestTable(options.journal));
  return { html, requests };
}

/** Writes a file that is whole or absent: under another name, and then renamed. */
export async function writeWhole(file: string, content: string | Readable): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
