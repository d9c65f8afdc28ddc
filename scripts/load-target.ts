import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { stackTarget } from "../load/service/stack-target";
import { type LoadTarget } from "../load/service/target";
import { answers, deployedOutputs } from "../simulator/deploy";
import { UsageError } from "./run-command";

/** What the stack's outputs name: of a server, as deploy:local left them; of AWS, as the Pulumi CLI tells them. */
export async function findTarget(target: string, stack: string): Promise<LoadTarget> {
  if (target === "aws") return stackTarget(await pulumiOutputs(stack));
  if (!/^https?:\/\//.test(target) || !URL.canParse(target)) {
    throw new UsageError(
      `\`--target\` is ${JSON.stringify(target)}; it must be \`aws\` or a URL such as http://127.0.0.1:4566`,
    );
  }
  if (!(await answers(target))) {
    throw new UsageError(
      `Nothing answers at ${target}; start a server with \`npm run emulator -- --port ${new URL(target).port || "4566"}\` and put the stack on it with \`npm run deploy:local\`, or correct \`--target\``,
    );
  }
  return stackTarget(deployedOutputs(process.cwd(), stack, target), target);
}

async function pulumiOutputs(stack: string): Promise<Record<string, unknown>> {
  try {
    const { stdout } = await promisify(execFile)("pulumi", [
      ...["stack", "output", "--json", "--stack", stack],
    ]);
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT"
        ? "the Pulumi CLI is not installed"
        : error instanceof Error
          ? error.message
          : String(error);
    throw new UsageError(
      `The outputs of stack \`${stack}\` cannot be read: ${reason}. Deploy it with \`pulumi up --stack ${stack}\` first`,
    );
  }
}
