import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Command } from "@commander-js/extra-typings";
import { confirm, input, select } from "@inquirer/prompts";

import {
  parseSettings,
  settingKeys,
  type SettingProblem,
  SettingsError,
  settingsNamespace,
} from "../settings/schema";
import { teamStackFile } from "../settings/team-stack";
import { endOnUsage, Interrupted, runCommand, UsageError } from "./run-command";

const environments = ["dev", "staging", "prod"] as const;

const command = new Command("new-team")
  .description(
    "Writes the stack file of a team: the settings of its environment's stack, with the team's own. Asks for what no " +
      "flag says; without a terminal, or with --yes, what no flag says is left at its default.",
  )
  .option("--team <name>", "who the stack belongs to")
  .option("--environment <name>", `${environments.join(", ")}, or one of your own`)
  .option("--region <name>", "region of AWS")
  .option("--model <id>", "model of the Hugging Face Hub, as organisation/name")
  .option("--instance-type <type>", "type of the instances, such as ml.g5.xlarge")
  .option("--concurrency <number>", "requests that one instance works on at a time")
  .option("--max-capacity <number>", "most instances")
  .option("--set <key=value...>", "any other setting; lists and maps as JSON")
  .option("--dir <folder>", "folder of the stack files", ".")
  .option("--yes", "asks nothing")
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

type Flags = ReturnType<typeof command.opts>;

async function main(): Promise<void> {
  const flags = command.parse().opts();
  const interactive = process.stdin.isTTY && flags.yes !== true;
  const answers = interactive ? await asked(flags) : flags;
  const { team, environment = "dev", region, dir } = answers;
  if (team === undefined) throw new UsageError("`--team` is missing: say who the stack belongs to");
  const folder = resolve(dir);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(
      `\`--dir\` is ${JSON.stringify(dir)}, which is no folder; make it first, or name the one of the stack files`,
    );
  }
  const stack = `${team}-${environment}`;
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const text = teamStackFile({
    stack,
    region,
    template: templateFor(folder, environment),
    settings: { team, environment, ...named(answers), ...others(answers.set) },
  });
  if (existsSync(file)) {
    throw new UsageError(
      `${file} exists: change it by hand or with \`pulumi config set\`, or remove it first`,
    );
  }
  writeFileSync(file, text, { flag: "wx" });
  process.stdout.write(
    `${file}\nNext: \`pulumi stack init ${stack} && pulumi preview\`, or without AWS \`npm run simulate -- --stack ${stack}\`\n`,
  );
}

/** What was not said by a flag, asked for one by one; each answer is judged at once. */
async function asked(flags: Flags): Promise<Flags> {
  try {
    const environment =
      flags.environment ??
      (await select({ message: "Environment", choices: [...environments], default: "dev" }));
    const answers = {
      ...flags,
      team: flags.team ?? (await ask("Team", "team")),
      environment,
      region: flags.region ?? (await input({ message: "Region of AWS", default: "us-east-1" })),
      model:
        flags.model ??
        (await ask("Model of the Hugging Face Hub", "modelId", "google/pegasus-large")),
      instanceType:
        flags.instanceType ?? (await ask("Instance type", "instanceType", "ml.g5.xlarge")),
      concurrency:
        flags.concurrency ?? (await ask("Requests at a time on an instance", "concurrency", "2")),
      maxCapacity: flags.maxCapacity ?? (await ask("Most instances", "maxCapacity", "5")),
    };
    const stays = await confirm({
      message: "May it go to zero instances when idle?",
      default: true,
    });
    return stays ? answers : { ...answers, set: [...(flags.set ?? []), "minCapacity=1"] };
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError")
      throw new Interrupted("Nothing was written");
    throw error;
  }
}

function ask(message: string, key: string, fallback?: string): Promise<string> {
  return input({
    message,
    ...(fallback === undefined ? {} : { default: fallback }),
    validate: (value) => {
      const [problem] = problemsOf(key, value);
      return problem === undefined ? true : `It ${problem.reason}`;
    },
  });
}

function problemsOf(key: string, value: string): SettingProblem[] {
  const qualified = `${settingsNamespace}:${key}`;
  try {
    parseSettings({ [qualified]: value });
    return [];
  } catch (error) {
    if (error instanceof SettingsError)
      return error.problems.filter((problem) => problem.key === qualified);
    throw error;
  }
}

/** The settings that have a flag of their own. */
function named({ model, instanceType, concurrency, maxCapacity }: Flags): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ modelId: model, instanceType, concurrency, maxCapacity }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

function others(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const separator = pair.indexOf("=");
      if (separator < 1)
        throw new UsageError(
          `\`--set\` is ${pair}; give it as key=value, with a key of ${settingKeys.join(", ")}`,
        );
      return [pair.slice(0, separator), pair.slice(separator + 1)];
    }),
  );
}

/** The stack file of the environment itself, of the folder or else of this project. */
function templateFor(folder: string, environment: string): string | undefined {
  const candidates = [folder, join(__dirname, "..")].map((each) =>
    join(each, `Pulumi.${environment}.yaml`),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  return found === undefined ? undefined : readFileSync(found, "utf8");
}

void runCommand(main);
