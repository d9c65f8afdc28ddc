import { Command } from "@commander-js/extra-typings";

import { formatDuration } from "../load/report/format-quantity";
import { type Calibration, calibrate } from "../planner/calibration/calibrate";
import { readRun } from "../planner/calibration/run-records";
import { PlanError } from "../planner/plan-error";
import { writeText } from "./out-file";
import { endOnUsage, runCommand } from "./run-command";

const command = new Command("calibrate")
  .description(
    "Fits a profile to measured runs: service time by instance type and concurrency, start-up time, failures, what a " +
      "payload adds. A scenario names it as model.profile, and the planner chooses by it.",
  )
  .argument(
    "<run...>",
    "folders of measured runs, such as reports/<run>; several at rising concurrency give its knee",
  )
  .option("--out <file>", "the profile", "profile.json")
  .option("--json", "print the fit as JSON")
  .addHelpText(
    "after",
    `
Example:
  npm run calibrate -- reports/<run> --out profile.json
  and in the scenario: "model": { "profile": { "file": "profile.json" } }`,
  )
  .exitOverride(endOnUsage);

async function main(): Promise<void> {
  command.parse();
  const { out, json } = command.opts();
  const fit = calibrate(await Promise.all(command.processedArgs[0].map(readRun)));
  if (fit.points.length === 0) {
    throw new PlanError(
      "No concurrency of these runs has 30 requests or more: measure with more requests",
    );
  }
  await writeText("--out", out, `${JSON.stringify(fit.profile, null, 2)}\n`);
  process.stdout.write(
    json === true ? `${JSON.stringify(fit, null, 2)}\n` : `${report(fit, out)}\n`,
  );
}

function report(fit: Calibration, file: string): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const { failures } = fit;
  return [
    "instance type     at a time  requests   mean       a second  off by  s per MB",
    ...fit.points.map((point) =>
      [
        point.instanceType.padEnd(16),
        String(point.concurrency).padStart(11),
        String(point.requests).padStart(10),
        formatDuration(point.meanSeconds).padStart(12),
        point.throughput.toFixed(3).padStart(9),
        percent(point.service.distance).padStart(8),
        point.payload.secondsPerMegabyte.toFixed(3).padStart(8),
      ].join(""),
    ),
    ...fit.knees.map(
      ({ instanceType, peak, knee }) =>
        `${instanceType}: throughput peaks at concurrency ${peak}; ${knee} comes within a twentieth of it`,
    ),
    `failures: ${percent(failures.share)} (${percent(failures.low)} to ${percent(failures.high)})`,
    ...fit.checks.map(
      ({ run, inferredSeconds, publishedSeconds }) =>
        `${run}: ${formatDuration(inferredSeconds)} a request by its records, ${formatDuration(publishedSeconds)} by CloudWatch`,
    ),
    `profile: ${file}. Name it in a scenario: "model": { "profile": { "file": ${JSON.stringify(file)} }, "failureProbability": ${failures.share.toPrecision(3)} }`,
  ].join("\n");
}

void runCommand(main);
