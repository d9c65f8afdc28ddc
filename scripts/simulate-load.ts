import path from "node:path";

import { checkOwnInputs } from "../load/corpus/own-inputs";
import { newRunName } from "../load/sending/inference-id";
import { type JudgedCase, promiseGroup, renderJunitReport } from "../load/report/junit-report";
import { renderJsonReport } from "../load/report/json-report";
import { renderTerminalSummary } from "../load/report/terminal-summary";
import { writeReport } from "../load/report/write-report";
import { checkResumable, journalFile } from "../load/run/earlier-run";
import { type LoadOptions } from "../load/run/load-options";
import { mergeLoad } from "../load/run/merge-load";
import { resumeLoad, runLoad } from "../load/run/run-load";
import { checkRemote } from "../load/shards/open-shards";
import { parseSettings } from "../settings/schema";
import { readProject } from "../simulator/deploy/project";
import { loadScenario } from "../simulator/scenario/load-scenario";
import { type RunResult } from "../simulator/scenario/result";
import { runScenario } from "../simulator/scenario/run";
import { type Scenario } from "../simulator/scenario/schema";
import { stackScenario } from "../simulator/scenario/stack-scenario";
import { loadTasks, stoppingNotice } from "./load-tasks";
import { findTarget } from "./load-target";
import { confirm } from "./confirm";
import { CapWatch, checkForecast } from "./run-limits";
import { checkRunObjectives, judgeRun, promiseLines } from "./run-promises";
import { runCases } from "./run-cases";
import { prepareFolder } from "./out-folder";
import { writeText } from "./out-file";
import { exitCodes, interruptSignal, runCommand, UsageError } from "./run-command";
import { sayShardsWanted } from "./remote-shards";
import { taskList } from "./task-list";
import { command, type Flags, refuseOthers, refuseWithoutTarget } from "./simulate-options";
import { startWatching, unwatched, type Watching } from "./watching";

/** Each measured run gets a folder of its own in it, for its journal and its report. */
const reportsDirectory = "reports";

async function main(): Promise<void> {
  const flags = command.parse().opts();
  checkRunObjectives(flags.slo);
  if (flags.resume !== undefined) {
    await resume(flags.resume, flags);
    return;
  }
  if (flags.merge !== undefined) {
    await merge(flags.merge, flags);
    return;
  }
  const scenario = chooseScenario(flags);
  if (flags.out !== undefined) await prepareFolder("--out", flags.out);
  if (flags.target === undefined) {
    refuseWithoutTarget(flags);
    await giveOutAndJudge(runScenario(scenario, { histograms: true }), flags, {
      folder: flags.out,
    });
    return;
  }
  checkOwnInputs(flags.input);
  if (flags.remote === true && flags.shards === undefined) {
    throw new UsageError(
      "`--remote` is given without `--shards`, which says how many tasks send: give `--shards 4`, or leave `--remote` out",
    );
  }
  const target = await findTarget(flags.target, flags.stack);
  const forecast = runScenario(scenario);
  const asks = flags.target === "aws" && flags.yes !== true;
  if (flags.dryRun === true || asks) {
    process.stderr.write(
      `What the model of the service expects of this run on endpoint ${target.endpointName} in ${target.region}:\n\n` +
        `${renderTerminalSummary(forecast)}\n`,
    );
  }
  checkForecast(flags, forecast);
  if (flags.dryRun === true) {
    process.stderr.write("Nothing was sent: this was a dry run.\n");
    return;
  }
  if (asks && (await confirm("This run costs money.")) !== true) {
    throw new UsageError(
      "This run costs money, and nothing was sent. Repeat the command with `--yes` to send it to AWS",
    );
  }
  const run = newRunName(new Date());
  const { requests } = scenario.workload;
  const { input: inputDirectory, inline, completion, shards, remote } = flags;
  checkRemote({ inputDirectory, inline, remote });
  const caps = new CapWatch(flags, scenario.endpoint.instanceType, target.region);
  await measure(requests, flags, run, (interrupt, report) =>
    runLoad({
      ...{ target, scenario, run, reportsDirectory, inputDirectory, inline, completion, shards },
      ...{ remote, onShardsWanted: sayShardsWanted },
      signal: AbortSignal.any([interrupt, caps.signal]),
      onProgress: (progress) => {
        caps.observe(progress);
        report(progress);
      },
    }),
  );
  if (caps.reached !== undefined) {
    process.stderr.write(`error: ${caps.reached}: no more was sent\n`);
    process.exitCode = exitCodes.failure;
  }
}

/** Where a report goes, and what it is made of besides the result. */
interface ReportPlace {
  readonly folder: string | undefined;
  readonly journal?: string;
  readonly watching?: Watching;
}

/** A measured run cannot be had again for free: its report is always kept, by default beside its journal. */
function placeOf(run: string, { out }: Flags): ReportPlace {
  return {
    folder: out ?? path.join(reportsDirectory, run),
    journal: journalFile(reportsDirectory, run),
  };
}

/** Gives the result out, and holds it to its promises. */
async function giveOutAndJudge(result: RunResult, flags: Flags, place: ReportPlace): Promise<void> {
  await giveOut(result, flags, place);
  const promises = judgeRun(flags.slo, result);
  // Standard output may carry JSON.
  process.stderr.write(promiseLines(promises));
  if (promises.some(({ isKept }) => !isKept)) process.exitCode = exitCodes.brokenPromise;
  if (flags.junit !== undefined) {
    await giveOutCases(flags.junit, runCases(flags.slo, result), result);
  }
}

async function giveOutCases(
  file: string,
  cases: readonly JudgedCase[],
  result: RunResult,
): Promise<void> {
  await writeText("--junit", file, renderJunitReport(result, cases));
  for (const { group, name, failure } of cases) {
    if (failure === null) continue;
    process.exitCode = exitCodes.brokenPromise;
    if (group !== promiseGroup) process.stderr.write(`✕ broken ${name}: ${failure.message}\n`);
  }
}

function chooseScenario(flags: Flags): Scenario {
  const chosen = scenarioOfFlags(flags);
  return flags.concurrency === undefined ? chosen : inClosedLoop(chosen, flags.concurrency);
}

function inClosedLoop(scenario: Scenario, concurrency: number): Scenario {
  const { workload } = scenario;
  if (workload.requests === undefined) {
    throw new UsageError(
      "`--concurrency` sends in a closed loop, and the scenario's trace, which it takes the place of, says how many requests there are: give `--requests` too",
    );
  }
  return { ...scenario, workload: { ...workload, arrivals: { kind: "closed-loop", concurrency } } };
}

function scenarioOfFlags({ scenario, stack, environment, requests, seed }: Flags): Scenario {
  if (scenario === undefined) {
    if (environment !== undefined) {
      throw new UsageError(
        "`--environment` chooses among the container settings of a scenario's profile: give `--scenario`, or leave it out",
      );
    }
    const project = readProject(process.cwd(), stack);
    const { region } = project;
    return stackScenario(parseSettings(project.config), { stack, region, requests, seed });
  }
  const loaded = loadScenario(scenario, { environment });
  return {
    ...loaded,
    seed: seed ?? loaded.seed,
    workload: { ...loaded.workload, requests: requests ?? loaded.workload.requests },
  };
}

async function resume(run: string, flags: Flags): Promise<void> {
  refuseOthers("resume", ["resume"]);
  checkResumable(reportsDirectory, run);
  if (flags.out !== undefined) await prepareFolder("--out", flags.out);
  await measure(undefined, flags, run, (signal, onProgress) =>
    resumeLoad({
      ...{ reportsDirectory, run, signal, onProgress },
      onShardsWanted: sayShardsWanted,
    }),
  );
}

async function merge(run: string, flags: Flags): Promise<void> {
  refuseOthers("merge", ["merge", "target", "stack"]);
  if (flags.target === undefined) {
    throw new UsageError(
      "`--merge` is given without `--target`, which says where the run is sent to: give the target that it was begun on",
    );
  }
  const target = await findTarget(flags.target, flags.stack);
  if (flags.out !== undefined) await prepareFolder("--out", flags.out);
  await measure(undefined, flags, run, (signal, onProgress) =>
    mergeLoad({
      ...{ target, reportsDirectory, run, signal, onProgress },
      onShardsWanted: sayShardsWanted,
    }),
  );
}

type StartMeasuring = (
  signal: AbortSignal,
  onProgress: NonNullable<LoadOptions["onProgress"]>,
) => Promise<RunResult>;

/** Measures a run, gives it out and judges it, before the eyes of those who watch. */
async function measure(
  requests: number | undefined,
  flags: Flags,
  run: string,
  start: StartMeasuring,
): Promise<void> {
  const about = `Run ${run} on ${flags.target ?? "the target that it was begun on"}`;
  const watching =
    flags.watch === undefined
      ? unwatched
      : await startWatching(Number(flags.watch), { title: run, about });
  try {
    const result = await followed(requests, flags, run, (signal, onProgress) =>
      start(signal, (progress) => {
        watching.observe(progress);
        onProgress(progress);
      }),
    );
    await giveOutAndJudge(result, flags, { ...placeOf(run, flags), watching });
  } finally {
    watching.close();
  }
}

async function followed(
  requests: number | undefined,
  flags: Flags,
  run: string,
  start: StartMeasuring,
): Promise<RunResult> {
  const signal = interruptSignal(() => process.stderr.write(stoppingNotice(run)));
  let result: RunResult | undefined;
  const isTerminal = process.stdout.isTTY && flags.json !== "-";
  const tasks = loadTasks(
    requests,
    (onProgress) => start(signal, onProgress),
    (measured) => (result = measured),
    isTerminal,
  );
  await taskList(tasks, flags.json === "-").run();
  if (signal.aborted) process.exitCode = exitCodes.interrupted;
  if (result === undefined) throw new Error("The run ended without a result");
  return result;
}

async function giveOut(
  result: RunResult,
  { json }: Flags,
  { folder, journal, watching }: ReportPlace,
): Promise<void> {
  const report = folder === undefined ? undefined : await writeReport(result, folder, { journal });
  if (report !== undefined) await watching?.finish(report.html);
  if (json === "-") {
    process.stdout.write(renderJsonReport(result));
    return;
  }
  if (json !== undefined) await writeText("--json", json, renderJsonReport(result));
  process.stdout.write(
    renderTerminalSummary(result, {
      columns: process.stdout.columns,
      color: process.stdout.isTTY && process.stdout.hasColors(),
      ...(report === undefined ? {} : { reportPath: report.html }),
    }),
  );
}

void runCommand(main);
