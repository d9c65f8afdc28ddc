import path from "node:path";

import { Command, Option } from "@commander-js/extra-typings";

import { checkOwnInputs } from "../load/corpus/own-inputs";
import { newRunName } from "../load/sending/inference-id";
import { type JudgedCase, promiseGroup, renderJunitReport } from "../load/report/junit-report";
import { renderJsonReport } from "../load/report/json-report";
import { renderTerminalSummary } from "../load/report/terminal-summary";
import { writeReport } from "../load/report/write-report";
import { checkResumable, journalFile } from "../load/run/earlier-run";
import { completions, type LoadOptions } from "../load/run/load-options";
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
import {
  containerSetting,
  durationSeconds,
  numberWithin,
  seedNumber,
  wholeNumber,
} from "./option-values";
import { collectObjective } from "./plan-options";
import { CapWatch, checkForecast } from "./run-limits";
import { checkRunObjectives, judgeRun, promiseLines } from "./run-promises";
import { runCases } from "./run-cases";
import { prepareFolder } from "./out-folder";
import { writeText } from "./out-file";
import { exitCodes, interruptSignal, runCommand, UsageError } from "./run-command";
import { sayShardsWanted } from "./remote-shards";
import { taskList } from "./task-list";
import { startWatching, unwatched, watchPort, type Watching } from "./watching";

const command = new Command("simulate")
  .description(
    "Runs a load scenario. By itself in virtual time, through the model of the service, in milliseconds; with --target " +
      "for real, against a server or AWS, through the AWS SDK.",
  )
  .option(
    "--scenario <file>",
    "scenario file (JSON); left out, bursts of requests on the stack's settings",
  )
  .option("--stack <name>", "the stack whose Pulumi.<name>.yaml holds the settings", "local")
  .option(
    "--environment <name=value>",
    "container settings of the scenario's profile, where it has several of the instance type; may be repeated, `none` is none",
    containerSetting,
  )
  .option("--requests <count>", "requests to send, instead of the scenario's", wholeNumber(1, 1e9))
  .option(
    "--concurrency <count>",
    "closed-loop: at most so many requests are outstanding, and the next is sent when one ends, instead of at planned times; its " +
      "latencies hide queueing",
    wholeNumber(1, 1e6),
  )
  .option("--seed <number>", "seed of all chance, instead of the scenario's", seedNumber)
  .option("--json <file>", "write the result as JSON; - is standard output")
  .option(
    "--out <folder>",
    "write report.html and result.json, of a measured run requests.csv too, into this folder",
  )
  .option("--target <target>", "`aws`, or the URL of a server that the stack is deployed on")
  .option(
    "--input <path>",
    "with --target: your own inputs: a folder of files, a .jsonl file with a request on each line, or any file; left out, " +
      "articles are generated",
  )
  .option(
    "--inline",
    "with --target: send inputs of up to 128,000 bytes in the requests themselves, instead of through S3",
  )
  .addOption(
    new Option(
      "--completion <way>",
      "with --target: how the ends of requests are heard of: from the queues of the topics, by looking into S3, or both",
    ).choices(completions),
  )
  .option(
    "--shards <count>",
    "with --target: processes that send, each its share of the requests, while this one follows them all; left out, this one sends",
    wholeNumber(1, 32),
  )
  .option(
    "--remote",
    "with --target and --shards: the shards are tasks on other machines, such as those of the component LoadGenerator; says " +
      "how to start them, waits until all are ready, and follows them",
  )
  .option(
    "--merge <run>",
    "with --target: take over a run of remote shards on a machine that did not begin it, and report on it",
  )
  .option(
    "--resume <run>",
    "go on with a measured run that ended early, by the name of its folder in reports/; its journal holds everything else",
  )
  .option(
    "--slo <objective>",
    "a promise that the run is held to, such as total.p95<15m, expired=0 or failed<1%; may be repeated; exit code 3 when " +
      "one is broken",
    collectObjective,
    [],
  )
  .option(
    "--junit <file>",
    "write as JUnit XML, for CI, what the run is held to: its promises, that no request failed, expired or was lost unless a " +
      "promise allows it, and that every one is accounted for; exit code 3 when anything of it fails",
  )
  .option(
    "--dry-run",
    "with --target: say what would be sent where, and what it is to cost and take; send nothing",
  )
  .option(
    "--max-cost <dollars>",
    "with --target: most that the run may cost; it is not begun when the model expects more, and sends no more once the " +
      "instances have cost as much",
    numberWithin(0.01, 1e6),
  )
  .option(
    "--max-duration <duration>",
    "with --target: longest time of the service that the run may take, such as 2h, likewise",
    durationSeconds,
  )
  .addOption(
    new Option(
      "--watch [port]",
      "with --target: serve a page on this machine that shows the run as it goes; left out or 0, the port is any",
    )
      .preset("0")
      .argParser(watchPort),
  )
  .option("--yes", "with --target aws: send without being asked, and spend what the forecast says")
  .addHelpText(
    "after",
    `
Examples:
  npm run simulate -- --scenario examples/scenarios/default.json --out reports/default
  npm run simulate -- --stack dev --json -
  npm run simulate -- --target http://127.0.0.1:4566 --requests 100
  npm run simulate -- --stack dev --slo 'total.p95<15m' --slo expired=0
  npm run simulate -- --target http://127.0.0.1:4566 --requests 100000 --shards 4
  npm run simulate -- --stack dev --concurrency 8
  npm run simulate -- --target aws --stack dev --dry-run
  npm run simulate -- --target aws --stack dev --scenario million.json --shards 8 --remote
  npm run simulate -- --resume load-20261126-093015-3fa2`,
  )
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.badInput));

type Flags = ReturnType<typeof command.opts>;

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

/** Flags that only a measured run has a use for. */
const targetFlags = [
  ...(["dryRun", "maxCost", "maxDuration", "input", "inline", "completion", "watch"] as const),
  ...(["shards", "remote", "yes"] as const),
];

function refuseWithoutTarget(flags: Flags): void {
  const given = targetFlags
    .filter((name) => flags[name] !== undefined)
    .map((name) => command.options.find((option) => option.attributeName() === name)?.long);
  if (given.length > 0) {
    throw new UsageError(
      `${given.map((long) => `\`${long}\``).join(" and ")} only mean something with \`--target\`: give a target, or leave them out`,
    );
  }
}

/** Flags that have a place beside `--resume`. */
const outputFlags = ["json", "out", "slo", "junit", "watch"];

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

/** Refuses what a run that was begun already cannot be told any more. */
function refuseOthers(flag: "resume" | "merge", allowed: readonly string[]): void {
  const others = command.options
    .filter(
      (option) => command.getOptionValueSource(option.attributeName() as keyof Flags) === "cli",
    )
    .filter((option) => ![...allowed, ...outputFlags].includes(option.attributeName()));
  if (others.length === 0) return;
  throw new UsageError(
    `${others.map(({ long }) => `\`${long}\``).join(" and ")} cannot be given with \`--${flag}\`: a run goes on as it ` +
      "was begun; leave them out, or start a new run",
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
