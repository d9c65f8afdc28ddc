import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import { runCommand } from "../../scripts/run-command";
import { checkedPrograms } from "./checked-programs";
import { checkedStacks } from "./checked-stacks";
import { checkProgram, checkStack, type StackReport, type Step } from "./stack-check";
import { findTerraform, type Installation } from "./terraform";

type RunCheck = (
  folder: string,
  installation: Installation,
  onStep: (step: Step) => void,
) => Promise<StackReport>;

const checks = new Map<string, RunCheck>([
  ...checkedStacks().map((stack): [string, RunCheck] => [
    stack.name,
    (...rest) => checkStack(stack, ...rest),
  ]),
  ...checkedPrograms().map((program): [string, RunCheck] => [
    program.name,
    (...rest) => checkProgram(program, ...rest),
  ]),
]);

const command = new Command("provider-check")
  .description(
    "Puts stacks onto the local AWS with the AWS provider of Terraform, which pulumi-aws is made from: creates them, " +
      "changes a setting and the instance type, imports, refreshes and destroys them, and holds each plan to be empty " +
      "that should be. Skips when terraform, the provider or python3 is not there.",
  )
  .addOption(
    new Option("--stack <name...>", "stacks, or programs by their names, to check")
      .choices([...checks.keys()])
      .default(["local"]),
  )
  .option(
    "--all",
    "every stack that has a file, those with everything switched on, and the examples",
    false,
  );

async function main(): Promise<void> {
  const { stack: named, all } = command.parse().opts();
  const installation = await findTerraform();
  if (typeof installation === "string") {
    console.log(`provider-check: ${installation}: skipped`);
    return;
  }
  console.log(`provider hashicorp/aws ${installation.providerVersion}`);
  for (const [name, check] of [...checks].filter(
    ([each]) => all || named.some((one) => one === each),
  )) {
    const folder = mkdtempSync(join(tmpdir(), "provider-check-"));
    console.log(`\n${name}, in ${folder}`);
    const report = await check(folder, installation, ({ name, seconds, problems, remark }) => {
      console.log(
        `${problems.length === 0 ? "ok " : "NOT"} ${name} (${seconds.toFixed(1)} s) ${remark}`,
      );
      problems.forEach((problem) => console.log(`      ${problem}`));
    });
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
