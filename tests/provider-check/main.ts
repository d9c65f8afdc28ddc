import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import { runCommand } from "../../scripts/run-command";
import { checkedStacks } from "./checked-stacks";
import { checkStack, type StackReport } from "./stack-check";
import { findTerraform } from "./terraform";

const stacks = checkedStacks();

const command = new Command("provider-check")
  .description(
    "Puts stacks onto the local AWS with the AWS provider of Terraform, which pulumi-aws is made from: creates them, " +
      "changes a setting and the instance type, imports, refreshes and destroys them, and holds each plan to be empty " +
      "that should be. Skips when terraform, the provider or python3 is not there.",
  )
  .addOption(
    new Option("--stack <name...>", "stacks to check")
      .choices(stacks.map(({ name }) => name))
      .default(["local"]),
  )
  .option("--all", "every stack that has a file, and those with everything switched on", false);

async function main(): Promise<void> {
  const { stack: named, all } = command.parse().opts();
  const installation = await findTerraform();
  if (typeof installation === "string") {
    console.log(`provider-check: ${installation}: skipped`);
    return;
  }
  console.log(`provider hashicorp/aws ${installation.providerVersion}`);
  for (const stack of stacks.filter(({ name }) => all || named.some((one) => one === name))) {
    const folder = mkdtempSync(join(tmpdir(), `provider-check-${stack.name}-`));
    console.log(`\nstack ${stack.name}, in ${folder}`);
    const report = await checkStack(
      stack,
      folder,
      installation,
      ({ name, seconds, problems, remark }) => {
        console.log(
          `${problems.length === 0 ? "ok " : "NOT"} ${name} (${seconds.toFixed(1)} s) ${remark}`,
        );
        problems.forEach((problem) => console.log(`      ${problem}`));
      },
    );
    printSummary(report);
    if (report.steps.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
  }
}

function printSummary({ types, slowest, calls }: StackReport): void {
  console.log(`${calls} calls; ${types.length} types of resources: ${types.join(", ")}`);
  const slow = [...slowest].filter(([, seconds]) => seconds >= 5);
  if (slow.length > 0) {
    const told = slow.map(([type, seconds]) => `${type} ${seconds} s`);
    console.log(`the provider's own waits on the wall: ${told.join(", ")}`);
  }
}

void runCommand(main);
