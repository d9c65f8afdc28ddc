import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { Command } from "@commander-js/extra-typings";
import { type ListrTask } from "listr2";

import { checkOwnInputs } from "../load/corpus/own-inputs";
import { newRunName } from "../load/sending/inference-id";
import { stackTarget } from "../load/service/stack-target";
import { renderJsonReport } from "../load/report/json-report";
import { renderTerminalSummary } from "../load/report/terminal-summary";
import { type ReportPaths, writeReport } from "../load/report/write-report";
import { journalFile } from "../load/run/earlier-run";
import { runLoad } from "../load/run/run-load";
import { parseSettings } from "../settings/schema";
import { deployStack, destroyStack, type StackOptions } from "../simulator/deploy";
import { progressLine } from "../simulator/deploy/progress-line";
import { readProject } from "../simulator/deploy/project";
import { fleetSeries, type RunResult } from "../simulator/scenario/result";
import { stackScenario } from "../simulator/scenario/stack-scenario";
import { type EmulatorProcess, startEmulatorProcess } from "./emulator-process";
import { refuseUnhostableSettings } from "./hostable-settings";
import { loadTasks } from "./load-tasks";
import { seedNumber, wholeNumber } from "./option-values";
import { prepareFolder } from "./out-folder";
import { endOnUsage, exitCodes, interruptSignal, runCommand } from "./run-command";
import { taskList } from "./task-list";
import { startWatching, unwatched, watchPort } from "./watching";

/** Three simulated minutes a second: a run of some hours takes about a minute, and the SDK keeps up with its bursts. */
const defaultSpeed = 180;

const command = new Command("start")
  .description(
    "Deploys the stack to a local AWS of its own, sends requests through the AWS SDK in accelerated time, " +
      "watches the fleet go from zero and back, and writes a report. Needs no account and leaves nothing running.",
  )
  .option("--requests <count>", "requests to send", wholeNumber(1, 1_000_000), 10_000)
  .option("--stack <name>", "the stack whose Pulumi.<name>.yaml holds the settings", "local")
  .option(
    "--input <path>",
    "your own texts to summarise: a folder of files, a .jsonl file with a request on each line, or any file; left out, " +
      "articles are generated",
  )
  .option(
    "--inline",
    "send inputs of up to 128,000 bytes in the requests themselves, instead of through S3",
  )
  .option("--speed <factor>", "simulated seconds in a second", wholeNumber(1, 3600), defaultSpeed)
  .option("--seed <number>", "seed of all chance", seedNumber, 1)
  .option("--out <folder>", "folder that gets a folder for each run", "reports")
  .option(
    "--watch <port>",
    "port of the page that shows the run as it goes; 0 is any",
    watchPort,
    0,
  )
  .option("--no-watch", "serve no such page")
  .option("--json", "print the result as JSON on stdout, and the progress on stderr")
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

async function main(): Promise<void> {
  const { requests, stack, input, inline, speed, seed, out, watch, json } = command.parse().opts();
  const project = readProject(process.cwd(), stack);
  refuseUnhostableSettings(project.config);
  const scenario = stackScenario(parseSettings(project.config), {
    ...{ stack, region: project.region, requests, seed },
  });
  checkOwnInputs(input);
  await prepareFolder("--out", out);
  const run = newRunName(new Date());
  const directory = path.join(out, run);
  const watching =
    watch === false
      ? unwatched
      : await startWatching(watch, {
          title: scenario.name,
          about: `Run ${run} of ${requests} requests on a local AWS, ${speed} times as fast as the clock, seed ${seed}`,
        });
  const isTerminal = process.stdout.isTTY && json !== true;
  const signal = interruptSignal(() => {
    process.stderr.write(
      "\nStopping: nothing more is sent, and what was sent is waited for; Ctrl-C again ends at once.\n",
    );
  });

  const stateDir = await mkdtemp(path.join(tmpdir(), "local-stack-"));
  let emulator: EmulatorProcess | undefined;
  let result: RunResult | undefined;
  let report: ReportPaths | undefined;
  const onServer = (task: { output: string }): StackOptions => ({
    endpoint: running(emulator).endpoint,
    ...{ stack, stateDir },
    onProgress: (progress) => {
      if (isTerminal) task.output = progressLine(progress);
    },
  });
  let target: ReturnType<typeof stackTarget> | undefined;

  const tasks: ListrTask[] = [
    {
      title: "Start a local AWS",
      task: async (_context, task) => {
        emulator = await startEmulatorProcess(
          ["--port", "0", "--speed", `${speed}`].concat(["--seed", `${seed}`]),
        );
        task.title = `Local AWS at ${emulator.endpoint}, ${speed} times as fast as the clock`;
      },
    },
    {
      title: `Deploy stack ${stack}`,
      task: async (_context, task) => {
        const { outputs, resources } = await deployStack({ ...onServer(task), signal });
        target = stackTarget(outputs, running(emulator).endpoint);
        task.title = `Deployed stack ${stack}: ${resources.length} resources`;
      },
    },
    ...loadTasks(
      requests,
      (onProgress) =>
        runLoad({
          target: deployed(target),
          ...{ scenario, run, signal },
          onProgress: (progress) => {
            watching.observe(progress);
            onProgress(progress);
          },
          reportsDirectory: out,
          inputDirectory: input,
          inline,
        }),
      (measured) => (result = measured),
      isTerminal,
    ),
    {
      title: "Write the report",
      task: async () => {
        if (result === undefined) return;
        report = await writeReport(result, directory, { journal: journalFile(out, run) });
        await watching.finish(report.html);
      },
    },
    {
      title: `Take stack ${stack} off again`,
      task: async (_context, task) => {
        const { resources } = await destroyStack(onServer(task));
        task.title = `Took stack ${stack} off again: ${resources.length} resources`;
      },
    },
  ];

  try {
    await taskList(tasks, json === true).run();
  } finally {
    watching.close();
    await emulator?.stop();
    await rm(stateDir, { recursive: true, force: true });
  }
  if (result === undefined || report === undefined) return;
  process.stdout.write(
    json === true
      ? renderJsonReport(result)
      : `\n${renderTerminalSummary(result, {
          columns: process.stdout.columns,
          color: process.stdout.isTTY && process.stdout.hasColors(),
          reportPath: report.html,
        })}`,
  );
  process.exitCode = signal.aborted
    ? exitCodes.interrupted
    : keptItsPromise(result, scenario.scaling?.minCapacity ?? 0)
      ? 0
      : exitCodes.failure;
}

/** Every request has its result, and the fleet is back at its minimum. */
function keptItsPromise({ totals, timeline }: RunResult, minCapacity: number): boolean {
  const counts = timeline[fleetSeries.currentInstances];
  const last = Array.isArray(counts) ? counts.findLast((count) => count !== null) : undefined;
  return totals.succeeded === totals.submitted && last === minCapacity;
}

function running(emulator: EmulatorProcess | undefined): EmulatorProcess {
  if (emulator === undefined) throw new Error("The local AWS is not running");
  return emulator;
}

function deployed<Target>(target: Target | undefined): Target {
  if (target === undefined) throw new Error("The stack is not deployed");
  return target;
}

void runCommand(main);
