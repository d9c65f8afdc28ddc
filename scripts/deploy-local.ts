import { Command } from "@commander-js/extra-typings";

import {
  DeployError,
  deployStack,
  destroyStack,
  type Progress,
  type StackResult,
} from "../simulator/deploy";
import { progressLine } from "../simulator/deploy/progress-line";
import { readProject } from "../simulator/deploy/project";
import { refuseUnhostableSettings } from "./hostable-settings";
import { endOnUsage, Interrupted, interruptSignal, runCommand } from "./run-command";

const command = new Command("deploy:local")
  .description(
    "Puts the Pulumi program onto a running local AWS server (npm run emulator), without the Pulumi CLI.",
  )
  .requiredOption("--endpoint <url>", "the server's URL, such as http://127.0.0.1:4566")
  .option("--stack <name>", "the stack whose Pulumi.<name>.yaml holds the settings", "local")
  .option(
    "--config <key=value...>",
    "settings that win over the stack file; a key without a namespace is the project's",
  )
  .option("--destroy", "takes the stack off the server again, in order of dependency")
  .option("--json", "prints the result as JSON on stdout and the progress on stderr")
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

async function main(): Promise<void> {
  const flags = command.parse().opts();
  const signal = interruptSignal(() => {
    process.stderr.write("Interrupted: finishing the calls under way; once more ends at once\n");
  });
  try {
    const result = await run(flags, signal);
    const text = flags.json ? JSON.stringify(result, undefined, 2) : summary(result, flags.destroy);
    process.stdout.write(`${text}\n`);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted("Interrupted. What was made is kept in the state");
  }
}

async function run(
  flags: ReturnType<typeof command.opts>,
  signal: AbortSignal,
): Promise<StackResult> {
  const { endpoint, stack, config = [], destroy, json } = flags;
  const stream = json ? process.stderr : process.stdout;
  const options = {
    endpoint,
    stack,
    config: parseConfig(config),
    signal,
    onProgress: (progress: Progress) => void stream.write(`${progressLine(progress)}\n`),
  };
  if (destroy) return destroyStack(options);
  refuseUnhostableSettings(readProject(process.cwd(), stack, options.config).config);
  return deployStack(options);
}

function parseConfig(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const separator = pair.indexOf("=");
      if (separator < 1) throw new DeployError(`\`--config\` is ${pair}; give it as key=value`, 2);
      return [pair.slice(0, separator), pair.slice(separator + 1)];
    }),
  );
}

function summary(
  { stack, endpoint, outputs, resources }: StackResult,
  destroyed: true | undefined,
): string {
  const counts = new Map<string, number>();
  for (const { result } of resources) counts.set(result, (counts.get(result) ?? 0) + 1);
  const counted = [...counts].map(([result, count]) => `${count} ${result}`).join(", ");
  const head = `\nStack ${stack} on ${endpoint}: ${counted || "nothing to do"}`;
  if (destroyed) return head;
  const width = Math.max(0, ...Object.keys(outputs).map((key) => key.length));
  const lines = Object.entries(outputs).map(
    ([key, value]) =>
      `  ${key.padEnd(width)}  ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return [head, "", "Outputs:", ...lines].join("\n");
}

void runCommand(main);
