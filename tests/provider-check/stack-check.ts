import { isDeepStrictEqual } from "node:util";
import { startLocalAws } from "../../simulator/aws/local-aws";
import { leftovers } from "../simulator/deploy/leftovers";
import { Calls } from "./calls";
import { type CheckedStack } from "./checked-stacks";
import { importId, NOT_IMPORTABLE, STATE_ONLY, WRITTEN_ELSEWHERE } from "./import-ids";
import { providerSettings, writeGraph } from "./program-graph";
import { type Applied, type PlannedChange, Terraform, TerraformError } from "./terraform";
import { type Installation } from "./terraform";

/** A step of a check, and what it came to. */
export interface Step {
  readonly name: string;
  readonly seconds: number;
  /** Everything that should be otherwise; nothing when the step held. */
  readonly problems: readonly string[];
  readonly remark: string;
}

/** What the provider did with a stack. */
export interface StackReport {
  readonly steps: readonly Step[];
  readonly types: readonly string[];
  /** Longest time on the wall that the provider took over a resource of a type, in seconds. */
  readonly slowest: ReadonlyMap<string, number>;
  readonly calls: number;
}

/** A refusal that AWS documents: a registered variant keeps its instance type. */
const REGISTERED = /must be deregistered as a scalable target/;

/** Simulated seconds in a second: instances that take minutes are there at the provider's first look. */
const SPEED = 3600;

/**
 * Puts a stack onto a server of its own with the AWS provider, as `pulumi up` does: creates, changes, imports and
 * removes it, and holds every plan in between to be empty.
 *
 * @param folder where Terraform works, made if missing
 */
export async function checkStack(
  { stack, settings, otherInstances, prepare }: CheckedStack,
  folder: string,
  installation: Installation,
  onStep: (step: Step) => void = () => {},
): Promise<StackReport> {
  const calls = new Calls();
  const aws = await startLocalAws({ speed: SPEED, log: calls.log });
  const terraform = new Terraform(folder, installation);
  const steps: Step[] = [];
  const slowest = new Map<string, number>();

  async function step(name: string, act: () => Promise<StepResult>): Promise<void> {
    const begin = Date.now();
    const { problems = [], remark = "", refusals = [] } = await act();
    const done = {
      name,
      seconds: (Date.now() - begin) / 1000,
      problems: [...problems, ...calls.unexpected(refusals)],
      remark,
    };
    steps.push(done);
    onStep(done);
  }

  function note(applied: readonly Applied[]): StepResult {
    for (const { address, seconds } of applied) {
      const [type = ""] = address.split(".");
      slowest.set(type, Math.max(seconds, slowest.get(type) ?? 0));
    }
    return { remark: countsOf(applied) };
  }

  async function stays(): Promise<void> {
    await step("plan again, refreshed", async () => {
      const { changes, drift } = await terraform.plan();
      return { problems: [...differences(changes), ...differences(drift, WRITTEN_ELSEWHERE)] };
    });
  }

  try {
    const given = { ...settings, ...(await prepare?.(aws.endpoint)) };
    const before = await leftovers(aws.endpoint, "us-east-1");
    calls.skip();
    const provider = providerSettings(aws.endpoint);
    await terraform.init(provider);
    await writeGraph(terraform, stack, given);
    await step("preview", async () => ({
      remark: `${(await terraform.plan()).changes.length} to create`,
    }));
    await step("create", async () => note(await terraform.apply()));
    await stays();
    await terraform.configure({ ...provider, default_tags: { tags: { owner: "provider-check" } } });
    const changed = { ...given, maxCapacity: "12", environment: "changed" };
    await writeGraph(terraform, stack, changed);
    await step("change capacity, tags and default tags", async () => note(await terraform.apply()));
    await stays();
    await writeGraph(terraform, stack, { ...changed, ...otherInstances });
    await step("change the instance type", () => changeInstanceType(terraform, note));
    await stays();
    const types = [...new Set((await terraform.state()).map(({ type }) => type))].sort();
    await step("import", () => importAll(terraform));
    await step("destroy", async () => ({
      ...note(await terraform.apply(["-destroy"])),
      // Subscriptions that nobody has confirmed.
      refusals: ["Unsubscribe"],
    }));
    await step("leaves nothing", async () => ({
      problems: Object.entries(await leftovers(aws.endpoint, "us-east-1"))
        .filter(([kind, count]) => count !== (before[kind] ?? 0))
        .map(([kind, count]) => `${count} ${kind} left, ${before[kind] ?? 0} before`),
    }));
    return { steps, types, slowest, calls: calls.count };
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

/** AWS refuses it while scaling is registered; then scaling goes first and comes again, as AWS says to do it. */
async function changeInstanceType(
  terraform: Terraform,
  note: (applied: readonly Applied[]) => StepResult,
): Promise<StepResult> {
  try {
    return note(await terraform.apply());
  } catch (error) {
    if (!(error instanceof TerraformError) || !REGISTERED.test(error.message)) throw error;
    const targets = (await terraform.state()).filter(
      ({ type }) => type === "aws_appautoscaling_target",
    );
    const removed = await terraform.apply([
      "-destroy",
      ...targets.map(({ address }) => `-target=${address}`),
    ]);
    const { remark = "" } = note([...removed, ...(await terraform.apply())]);
    return {
      refusals: ["UpdateEndpoint"],
      remark: `refused while scaling is registered, as on AWS; without it: ${remark}`,
    };
  }
}

/** Imports every resource into an empty state: the plan must have nothing else to do. */
async function importAll(terraform: Terraform): Promise<StepResult> {
  const importable = (await terraform.state()).filter(({ type }) => !NOT_IMPORTABLE.has(type));
  await terraform.write("imports", {
    import: importable.map((resource) => ({ to: resource.address, id: importId(resource) })),
  });
  const { changes } = await terraform.plan(["-state=import.tfstate"]);
  await terraform.write("imports", undefined);
  const imported = changes.filter(({ change }) => change.importing !== undefined);
  const expected = changes.filter(({ type }) => !NOT_IMPORTABLE.has(type));
  return { problems: differences(expected, STATE_ONLY), remark: `${imported.length} imported` };
}

/**
 * What a plan would change, in words; nothing when it is empty.
 *
 * @param allowed properties that may differ, by type
 */
function differences(
  changes: readonly PlannedChange[],
  allowed: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  return changes.flatMap(({ address, type, change }) => {
    const { actions } = change;
    if (actions.every((action) => action === "no-op" || action === "read")) return [];
    const [before, after] = [change.before ?? {}, change.after ?? {}].map(withoutEmpty);
    const different = Object.keys({ ...before, ...after }).filter(
      (key) => !isDeepStrictEqual(before?.[key], after?.[key]) && !allowed[type]?.includes(key),
    );
    if (actions.join() === "update" && different.length === 0) return [];
    const told = different.map(
      (key) => `${key}: ${JSON.stringify(before?.[key])} -> ${JSON.stringify(after?.[key])}`,
    );
    return [`${address}: ${actions.join("+")} ${told.join("; ")}`];
  });
}

/** Values without what the provider's library cannot tell apart: null, 0, false, "", what is empty, and a set's order. */
function withoutEmpty(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(values), (_key, value: unknown) => {
    if (Array.isArray(value)) {
      const texts = value.map((each) => JSON.stringify(each)).sort();
      return texts.length === 0 ? undefined : texts;
    }
    return value === null ||
      value === false ||
      value === 0 ||
      value === "" ||
      isDeepStrictEqual(value, {})
      ? undefined
      : value;
  }) as Record<string, unknown>;
}

function countsOf(applied: readonly Applied[]): string {
  const counts = new Map<string, number>();
  for (const { action } of applied) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} ${action}`).join(", ");
}
