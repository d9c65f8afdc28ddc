import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { Command } from "@commander-js/extra-typings";

import { dashboardPage } from "../dashboard/page";
import { watchRun } from "../dashboard/watched-run";
import { type AlarmThresholds } from "../sagemaker/monitoring-alarms";
import { parseSettings } from "../settings/schema";
import { readProject } from "../simulator/deploy/project";
import { loadScenario } from "../simulator/scenario/load-scenario";
import { type Scenario } from "../simulator/scenario/schema";
import { stackScenario } from "../simulator/scenario/stack-scenario";
import { seedNumber, wholeNumber } from "./option-values";
import { endOnUsage, runCommand, UsageError } from "./run-command";

const command = new Command("dashboard")
  .description(
    "Draws the dashboard that is deployed, with the metrics and alarms of a run of a scenario in virtual time, as one page.",
  )
  .option(
    "--scenario <file>",
    "scenario file (JSON); left out, bursts of requests on the stack's settings",
  )
  .option("--stack <name>", "the stack whose Pulumi.<name>.yaml holds the settings", "local")
  .option("--requests <count>", "requests to send, instead of the scenario's", wholeNumber(1, 1e9))
  .option("--seed <number>", "seed of all chance, instead of the scenario's", seedNumber)
  .option("--out <file>", "the page", "reports/dashboard.html")
  .option("--body <file>", "also write the dashboard's body, as CloudWatch takes it (JSON)")
  .addHelpText(
    "after",
    `
Examples:
  npm run dashboard -- --scenario examples/scenarios/blog-2022.json
  npm run dashboard -- --stack prod --out reports/prod.html`,
  )
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

async function main(): Promise<void> {
  const { scenario: file, stack, requests, seed, out, body } = command.parse().opts();
  const { scenario, thresholds } =
    file === undefined ? ofStack(stack, requests, seed) : ofFile(file, requests, seed);
  const run = watchRun(scenario, thresholds);
  if (body !== undefined) {
    await write("--body", body, `${JSON.stringify(JSON.parse(run.body), null, 2)}\n`);
  }
  await write("--out", out, await dashboardPage(scenario.name ?? "Dashboard", run));
  const fired = [...run.alarmChanges].filter(([, changes]) =>
    changes.some(({ to }) => to === "ALARM"),
  );
  process.stdout.write(
    `${out}\n${fired.length === 0 ? "No alarm went off." : `Alarms that went off: ${fired.map(([name]) => name).join(", ")}`}\n`,
  );
}

interface Chosen {
  readonly scenario: Scenario;
  readonly thresholds?: Partial<AlarmThresholds>;
}

function ofStack(stack: string, requests?: number, seed?: number): Chosen {
  const { region, config } = readProject(process.cwd(), stack);
  const settings = parseSettings(config);
  const { oldestRequestAlarmSeconds, coldStartAlarmSeconds, pinnedAlarmSeconds } = settings;
  return {
    scenario: stackScenario(settings, { stack, region, requests, seed }),
    thresholds: { oldestRequestAlarmSeconds, coldStartAlarmSeconds, pinnedAlarmSeconds },
  };
}

function ofFile(file: string, requests?: number, seed?: number): Chosen {
  const loaded = loadScenario(file);
  const workload = { ...loaded.workload, requests: requests ?? loaded.workload.requests };
  return { scenario: { ...loaded, seed: seed ?? loaded.seed, workload } };
}

async function write(flag: string, file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `\`${flag}\` is ${JSON.stringify(file)}, which cannot be written (${reason}). Give a file that this user may write`,
    );
  }
}

void runCommand(main);
