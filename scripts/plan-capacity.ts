import { writeFile } from "node:fs/promises";
import path from "node:path";

import { Command } from "@commander-js/extra-typings";

import { type CalendarStart } from "../planner/calendar-schedules";
import { stackSettings } from "../planner/compared-settings";
import { EvaluationPool } from "../planner/evaluation-pool";
import { makePlan, type Plan } from "../planner/plan";
import { planDocument, type PlanDocument } from "../planner/plan-document";
import { preparePlan, type PreparedPlan } from "../planner/plan-request";
import { renderPlanPage } from "../planner/report/plan-page";
import { renderPlanSummary } from "../planner/report/plan-summary";
import { checkSettingsFile, writeSettings } from "../planner/write-settings";
import { parseSettings, type Settings } from "../settings/schema";
import { readProject } from "../simulator/deploy/project";
import { loadScenario } from "../simulator/scenario/load-scenario";
import { type Scenario } from "../simulator/scenario/schema";
import { stackScenario } from "../simulator/scenario/stack-scenario";
import { seedNumber, wholeNumber } from "./option-values";
import { collectObjective, collectPrice, collectServiceTime, timeOfDay } from "./plan-options";
import { writeText } from "./out-file";
import { prepareFolder } from "./out-folder";
import { PlanTasks } from "./plan-tasks";
import { endOnUsage, exitCodes, runCommand, UsageError } from "./run-command";
import { taskList } from "./task-list";

const command = new Command("plan")
  .description(
    "Finds the cheapest settings that keep objectives for a scenario's traffic: by the model of the service, in virtual " +
      "time, on all cores. Costs nothing and deploys nothing.",
  )
  .option("--scenario <file>", "scenario file (JSON); left out, bursts on the stack's settings")
  .option(
    "--stack <name>",
    "the stack that is compared with, by its Pulumi.<name>.yaml (default: none with --scenario, else local)",
  )
  .option(
    "--slo <objective>",
    "an objective such as p95<15m, expired=0, failed<1% or costPerMonth<500; may be repeated. " +
      "Unless one says otherwise nothing may expire, time out, be lost or stay unfinished",
    collectObjective,
    [],
  )
  .option("--runs-per-month <count>", "how often the traffic comes", wholeNumber(1, 44_000), 30)
  .option("--max-instances <count>", "most instances of a fleet", wholeNumber(1, 1000), 40)
  .option(
    "--service-time <type@concurrency=seconds>",
    "service time on an instance type, such as ml.g5.xlarge@4=2 or =2:4 (median and 90th percentile), in place of the " +
      "scenario's; may be repeated",
    collectServiceTime,
    [],
  )
  .option(
    "--price <type=dollars>",
    "US dollars an hour of an instance type; may be repeated",
    collectPrice,
    {},
  )
  .option("--starts-at <hh:mm>", "when the traffic comes each day: weighs schedules", timeOfDay)
  .option("--timezone <zone>", "of --starts-at", "UTC")
  .option("--requests <count>", "requests, instead of the scenario's", wholeNumber(1, 1e7))
  .option("--seed <number>", "first seed of all chance, instead of the scenario's", seedNumber)
  .option("--seeds <count>", "runs that settings are compared by", wholeNumber(1, 20), 3)
  .option("--confirm <count>", "further runs that confirm the choice", wholeNumber(0, 100), 10)
  .option("--threads <count>", "threads; left out, one for each core", wholeNumber(1, 256))
  .option("--json <file>", "write the plan as JSON; - is standard output")
  .option("--out <folder>", "write plan.html and plan.json into this folder")
  .option("--write <stack>", "put the settings into Pulumi.<stack>.yaml, comments kept")
  .addHelpText(
    "after",
    `
Ends with 1 when no settings keep the objectives; it then says what could be promised instead.

Examples:
  npm run plan -- --scenario examples/scenarios/default.json --slo 'p95<15m'
  npm run plan -- --scenario examples/scenarios/blog-2022.json --slo expired=0 --out reports/plan
  npm run plan -- --stack dev --slo 'p95<10m' --write dev`,
  )
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

type Flags = ReturnType<typeof command.opts>;

async function main(): Promise<void> {
  const flags = command.parse().opts();
  const start = calendarStart(flags);
  const { scenario, prepared } = prepare(flags, start);
  if (flags.out !== undefined) await prepareFolder("--out", flags.out);
  if (flags.write !== undefined) await checkSettingsFile(stackFile(flags.write));
  const plan = await runPlan(prepared, flags);
  const { request, requests, assumptions } = prepared;
  const document = planDocument(request, plan, { requests, assumptions, start });
  await giveOut(document, flags);
  if (flags.write !== undefined) await write(document, flags.write, scenario);
  if (!plan.isKept) process.exitCode = exitCodes.failure;
}

function prepare(
  flags: Flags,
  start: CalendarStart | null,
): { scenario: Scenario; prepared: PreparedPlan } {
  const { stack, requests, seed } = flags;
  let loaded: Scenario;
  let compared: Parameters<typeof preparePlan>[2];
  if (flags.scenario === undefined) {
    // The traffic is laid on the stack's settings, and so compared with them.
    const { settings, region, name } = readStack(stack ?? "local");
    loaded = stackScenario(settings, { stack: name, region, requests, seed });
  } else {
    loaded = loadScenario(flags.scenario, { keepsWholeProfile: true });
    if (stack !== undefined) {
      const { settings } = readStack(stack);
      compared = (problem) => [stackSettings(problem, stack, settings)];
    }
  }
  const scenario = {
    ...loaded,
    seed: seed ?? loaded.seed,
    workload: { ...loaded.workload, requests: requests ?? loaded.workload.requests },
  };
  const prepared = preparePlan(
    scenario,
    {
      objectives: flags.slo,
      runsPerMonth: flags.runsPerMonth,
      maxInstances: flags.maxInstances,
      seeds: flags.seeds,
      confirmations: flags.confirm,
      prices: flags.price,
      serviceTimes: flags.serviceTime,
      start,
    },
    compared,
  );
  return { scenario, prepared };
}

function readStack(name: string): { name: string; settings: Settings; region: string } {
  const { config, region } = readProject(process.cwd(), name);
  return { name, region, settings: parseSettings(config) };
}

function calendarStart({ startsAt, timezone }: Flags): CalendarStart | null {
  if (!Intl.supportedValuesOf("timeZone").concat("UTC").includes(timezone)) {
    throw new UsageError(
      `\`--timezone\` is ${JSON.stringify(timezone)}; it must be a zone such as UTC or Europe/Berlin`,
    );
  }
  return startsAt === undefined ? null : { minuteOfDay: startsAt, timezone };
}

async function runPlan({ request }: PreparedPlan, flags: Flags): Promise<Plan> {
  const pool = new EvaluationPool(request.problem, flags.threads);
  let evaluations = 0;
  const progress = new PlanTasks();
  const plan = makePlan(
    request,
    (tasks) =>
      pool.evaluate(tasks, (count) => {
        evaluations += count;
        progress.show(`${evaluations} runs of the model`);
      }),
    (phase) => progress.enter(phase),
  );
  progress.follow(plan);
  try {
    if (process.stderr.isTTY) await taskList(progress.tasks(), true).run();
    return await plan;
  } finally {
    await pool.close();
  }
}

async function giveOut(document: PlanDocument, { json, out }: Flags): Promise<void> {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  let pagePath: string | undefined;
  if (out !== undefined) {
    pagePath = path.join(out, "plan.html");
    await writeFile(path.join(out, "plan.json"), text);
    await writeFile(pagePath, await renderPlanPage(document));
  }
  if (json === "-") {
    process.stdout.write(text);
    return;
  }
  if (json !== undefined) await writeText("--json", json, text);
  const color = process.stdout.isTTY && process.stdout.hasColors();
  process.stdout.write(
    renderPlanSummary(document, { columns: process.stdout.columns, color, pagePath }),
  );
}

function stackFile(stack: string): string {
  return path.join(process.cwd(), `Pulumi.${stack}.yaml`);
}

async function write(document: PlanDocument, stack: string, scenario: Scenario): Promise<void> {
  const { settings } = document.recommended;
  const changed = await writeSettings(stackFile(stack), {
    ...settings,
    longestInvocationSeconds: scenario.workload.invocationTimeoutSeconds,
  });
  process.stderr.write(
    changed.length === 0
      ? `Pulumi.${stack}.yaml has these settings already.\n`
      : `Pulumi.${stack}.yaml: ${changed.join(", ")}.\n`,
  );
}

void runCommand(main);
