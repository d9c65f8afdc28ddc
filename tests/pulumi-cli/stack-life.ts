import { join } from "node:path";

import { type OpMap, type Stack } from "@pulumi/pulumi/automation";

import { startLocalAws } from "../../simulator/aws/local-aws";
import { leftovers } from "../simulator/deploy/leftovers";
import { Calls } from "../provider-check/calls";
import { type CheckedStack, type StackSettings } from "../provider-check/checked-stacks";
import { projectFolder } from "../provider-check/program-graph";
import { type Step } from "../provider-check/stack-check";
import { type Installation } from "./installation";
import { makeStack } from "./workspace";
import { notReadBack } from "./written-and-read";

/** Simulated seconds in a second: instances that take minutes are there at the provider's first look. */
const SPEED = 3600;

/**
 * Takes a stack through its life with the Pulumi CLI, on a server of its own: previews it under the policy pack, makes it,
 * changes it, refreshes it, destroys it, and holds every command in between that should change nothing to it. Without
 * settings for other instances it leaves that change out.
 *
 * @param folder where the project and its state are written, made if missing
 */
export async function liveThrough(
  { stack: stackName, settings, otherInstances, prepare }: CheckedStack,
  folder: string,
  installation: Installation,
  onStep: (step: Step) => void = () => {},
): Promise<readonly Step[]> {
  const calls = new Calls();
  const aws = await startLocalAws({ speed: SPEED, log: calls.log });
  const steps: Step[] = [];

  async function step(name: string, act: () => Promise<StepResult>): Promise<void> {
    const begin = Date.now();
    const { problems = [], remark = "", refusals } = await act().catch(failure);
    const done = {
      name,
      seconds: (Date.now() - begin) / 1000,
      problems: [...problems, ...calls.unexpected(refusals)],
      remark,
    };
    steps.push(done);
    onStep(done);
  }

  try {
    const given = { ...settings, ...(await prepare?.(aws.endpoint)) };
    const before = await leftovers(aws.endpoint, "us-east-1");
    calls.skip();
    const stack = await makeStack(stackName, given, folder, aws.endpoint, installation);
    const again = (): Promise<void> =>
      step("up again", async () => onlyChanges(await up(stack), []));
    const change = (name: string, to: StackSettings, allowed: readonly string[]): Promise<void> =>
      step(name, async () => {
        await configure(stack, to);
        return onlyChanges(await up(stack), allowed);
      });

    await step("preview", async () => {
      const policies = join(projectFolder, "policies");
      const { changeSummary } = await stack.preview({
        policyPacks: [policies],
        policyPackConfigs: [join(policies, "config", `${stackName}.json`)],
      });
      return onlyChanges({ changes: changeSummary, output: "" }, ["create"]);
    });
    await step("up", async () => onlyChanges(await up(stack), ["create"]));
    await again();
    await step("refresh", () => refresh(stack));
    await step("reads back what was written", async () => ({ problems: await notReadBack(stack) }));
    await again();
    await change("other capacity and tags", { maxCapacity: "12", environment: "changed" }, [
      "update",
    ]);
    await again();
    if (Object.keys(otherInstances).length > 0) {
      await change("scaling off", { autoscaling: "false" }, ["update", "delete"]);
      await change("other instances", otherInstances, ["update", "replace"]);
      await step("scaling on", async () => {
        await stack.removeConfig("sagemaker-async-inference:autoscaling");
        return onlyChanges(await up(stack), ["update", "create"]);
      });
      await again();
    }
    await step("refresh, changed", () => refresh(stack));
    if ((await stack.getAllConfig())["sagemaker-async-inference:protect"]?.value === "true") {
      await change("unprotect", { protect: "false" }, []);
    }
    await step("destroy", async () => {
      const { summary, stdout } = await stack.destroy();
      return {
        ...onlyChanges({ changes: summary.resourceChanges, output: stdout }, ["delete"]),
        // Subscriptions that nobody has confirmed.
        refusals: ["Unsubscribe"],
      };
    });
    await step("leaves nothing", async () => ({
      problems: Object.entries(await leftovers(aws.endpoint, "us-east-1"))
        .filter(([kind, count]) => count !== (before[kind] ?? 0))
        .map(([kind, count]) => `${count} ${kind} left, ${before[kind] ?? 0} before`),
    }));
    return steps;
  } finally {
    await aws.close();
  }
}

interface StepResult {
  readonly problems?: readonly string[];
  readonly remark?: string;
  /** Operations that were to be refused. */
  readonly refusals?: readonly string[];
}

interface Outcome {
  readonly changes: OpMap | undefined;
  readonly output: string;
}

async function up(stack: Stack): Promise<Outcome> {
  const { summary, stdout } = await stack.up({ diff: true });
  return { changes: summary.resourceChanges, output: stdout };
}

/** Holds a command to kinds of changes; with none, to no change at all. */
function onlyChanges({ changes = {}, output }: Outcome, allowed: readonly string[]): StepResult {
  const made = Object.entries(changes).filter(([operation]) => operation !== "same");
  const remark = made.map(([operation, count]) => `${count} ${operation}`).join(", ");
  const wrong = made.filter(([operation]) => !allowed.includes(operation));
  if (wrong.length > 0) return { remark, problems: [`${remark}\n${output}`] };
  if (made.length === 0 && allowed.length > 0) return { problems: ["nothing changed"] };
  return { remark };
}

async function configure(stack: Stack, settings: StackSettings): Promise<void> {
  await stack.setAllConfig(
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        `sagemaker-async-inference:${key}`,
        { value },
      ]),
    ),
  );
}

async function refresh(stack: Stack): Promise<StepResult> {
  const { summary, stdout } = await stack.refresh();
  return onlyChanges({ changes: summary.resourceChanges, output: stdout }, []);
}

/** The Automation API tells all that the CLI has written, twice. */
function failure(error: unknown): StepResult {
  const [message = ""] = (error instanceof Error ? error.message : String(error)).split(" err?: ");
  return { problems: [message] };
}
