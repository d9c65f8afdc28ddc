import path from "node:path";

import { Command } from "@commander-js/extra-typings";

import {
  type ComparedRun,
  compareResults,
  type RunComparison,
} from "../load/comparison/compare-results";
import { renderComparisonPage } from "../load/comparison/comparison-page";
import { renderComparisonText } from "../load/comparison/comparison-text";
import { renderJsonReport } from "../load/report/json-report";
import { readResult } from "../load/report/read-result";
import { findRunFiles } from "../load/report/run-files";
import { renderTerminalSummary } from "../load/report/terminal-summary";
import { renderAgain, writeWhole } from "../load/report/write-report";
import { type RunResult } from "../simulator/scenario/result";
import { prepareFolder } from "./out-folder";
import { collectObjective } from "./plan-options";
import { runCases } from "./run-cases";
import { endOnUsage, exitCodes, runCommand } from "./run-command";
import { checkRunObjectives, judgeRun, promiseLines } from "./run-promises";

const command = new Command("report")
  .description(
    "Lays two runs beside each other: outcomes, latencies, cost, fleet, promises, and the settings that differ, as a table " +
      "and as a page with the backlogs of both over each other. Of one run it draws the report anew from its files.",
  )
  .argument("<run>", "A: the name of a run in reports/, its folder, or its result.json")
  .argument("[other]", "B, likewise: what is told is what B has more or less than A")
  .option(
    "--slo <objective>",
    "a promise that both are held to, such as total.p95<15m, expired=0 or failed<1%; may be repeated; exit code 3 when B, or " +
      "the one run, breaks it",
    collectObjective,
    [],
  )
  .option(
    "--out <folder>",
    "the folder that the page goes to: of two runs comparison.html, by default in reports/<A>-<B>; of one report.html, by " +
      "default beside its result",
  )
  .option("--json", "print the comparison, or the result of the one run, as JSON")
  .addHelpText(
    "after",
    `
Examples:
  npm run report -- load-20261126-093015-3fa2 load-20261126-101500-77b1
  npm run report -- reports/before reports/after --slo 'total.p95<15m' --json
  npm run report -- reports/load-20261126-093015-3fa2`,
  )
  .exitOverride(endOnUsage);

type Flags = ReturnType<typeof command.opts>;

const reportsDirectory = "reports";

const terminal = {
  columns: process.stdout.columns,
  color: process.stdout.isTTY && process.stdout.hasColors(),
};

async function main(): Promise<void> {
  command.parse();
  const [run, other] = command.processedArgs;
  const flags = command.opts();
  checkRunObjectives(flags.slo);
  await (other === undefined ? renderRun(run, flags) : compare(run, other, flags));
}

async function renderRun(given: string, flags: Flags): Promise<void> {
  const { folder, journal, result: file } = findRunFiles(given, reportsDirectory);
  const result = await readResult(file);
  const out = flags.out ?? folder;
  await prepareFolder("--out", out);
  const { html } = await renderAgain(result, out, { journal });
  process.stdout.write(
    flags.json === true
      ? renderJsonReport(result)
      : renderTerminalSummary(result, { ...terminal, reportPath: html }),
  );
  judge(result, flags);
}

async function compare(givenA: string, givenB: string, flags: Flags): Promise<void> {
  const [a, b] = [await readRun(givenA, flags), await readRun(givenB, flags)];
  const comparison: RunComparison = compareResults(a, b);
  const out = flags.out ?? path.join(reportsDirectory, `${a.name}-${b.name}`);
  await prepareFolder("--out", out);
  const pagePath = path.join(out, "comparison.html");
  await writeWhole(pagePath, await renderComparisonPage(a, b, comparison));
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : renderComparisonText(a, b, comparison, { ...terminal, pagePath }),
  );
  judge(b.result, flags);
}

async function readRun(given: string, { slo }: Flags): Promise<ComparedRun> {
  const { name, result: file } = findRunFiles(given, reportsDirectory);
  const result = await readResult(file);
  return { name, result, cases: runCases(slo, result) };
}

/** Holds a run to the promises that were asked for. */
function judge(result: RunResult, { slo }: Flags): void {
  const promises = judgeRun(slo, result);
  // Standard output may carry JSON.
  process.stderr.write(promiseLines(promises));
  if (promises.some(({ isKept }) => !isKept)) process.exitCode = exitCodes.brokenPromise;
}

void runCommand(main);
