import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Command, Option } from "@commander-js/extra-typings";

import { runCommand } from "../../scripts/run-command";
import { checkedStacks } from "../provider-check/checked-stacks";
import { findPulumi } from "./installation";
import { buildPlugin, pluginFile } from "./plug-in/build";
import { liveThrough } from "./stack-life";

const stacks = checkedStacks();

const command = new Command("pulumi-check")
  .description(
    "Takes stacks through their lives on the local AWS with the Pulumi CLI: previews them under the policy pack, makes, " +
      "changes, refreshes and destroys them, and holds what should change nothing to it. Skips when the CLI or pulumi-aws " +
      "is not there.",
  )
  .addOption(
    new Option("--stack <name...>", "stacks to check")
      .choices(stacks.map(({ name }) => name))
      .default(["local"]),
  )
  .option("--all", "every stack that has a file, and those with everything switched on", false)
  .option(
    "--build-plug-in",
    "build what stands for pulumi-aws where that cannot be had, with Go, from the provider of Terraform",
    false,
  );

async function main(): Promise<void> {
  const { stack: named, all, buildPlugIn } = command.parse().opts();
  if (buildPlugIn) {
    await buildPlugin();
    console.log(`built ${pluginFile}`);
  }
  const installation = await findPulumi();
  if (typeof installation === "string") {
    console.log(`pulumi-check: ${installation}: skipped`);
    return;
  }
  for (const stack of stacks.filter(({ name }) => all || named.some((one) => one === name))) {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-check-"));
    console.log(`\nstack ${stack.name}`);
    const steps = await liveThrough(
      stack,
      folder,
      installation,
      ({ name, seconds, problems, remark }) => {
        const verdict = problems.length === 0 ? "ok " : "NOT";
        console.log(`${verdict} ${name} (${seconds.toFixed(1)} s) ${remark}`);
        problems.forEach((problem) => console.log(`      ${problem}`));
      },
    );
    if (steps.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
    else rmSync(folder, { recursive: true });
  }
}

void runCommand(main);
