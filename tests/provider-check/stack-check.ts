import { isDeepStrictEqual } from "node:util";
import { startLocalAws } from "../../simulator/aws/local-aws";
import { leftovers } from "../simulator/deploy/leftovers";
import { Calls } from "./calls";
import { type CheckedProgram } from "./checked-programs";
import { type CheckedStack } from "./checked-stacks";
import { importId, NOT_IMPORTABLE, STATE_ONLY, WRITTEN_ELSEWHERE } from "./import-ids";
import { providerSettings, writeGraph, writeRecording } from "./program-graph";
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
  onStep?: (step: Step) => void,
): Promise<StackReport> {
  return withCheck(folder, installation, onStep, async (check) => {
    const { terraform } = check;
    const given = { ...settings, ...(await prepare?.(check.endpoint)) };
    const provider = await check.begin();
    await writeGraph(terraform, stack, given);
    await check.preview();
    await check.create();
    await terraform.configure({ ...provider, default_tags: { tags: { owner: "provider-check" } } });
    const changed = { ...given, maxCapacity: "12", environment: "changed" };
    await writeGraph(terraform, stack, changed);
    await check.step("change capacity, tags and default tags", async () =>
      check.note(await terraform.apply()),
    );
    await check.stays();
    await writeGraph(terraform, stack, { ...changed, ...otherInstances });
    await check.step("change the instance type", () => changeInstanceType(check));
    await check.stays();
    await check.importAndDestroy();
  });
}

/**
 * Puts a program without settings onto a server of its own with the AWS provider, and takes it off again; where the
 * server has no place for a part of it, the provider plans it, which holds every input to its schema.
 *
 * @param folder where Terraform works, made if missing
 */
export async function checkProgram(
  { graph, isHosted, prepare }: CheckedProgram,
  folder: string,
  installation: Installation,
  onStep?: (step: Step) => void,
): Promise<StackReport> {
  return withCheck(folder, installation, onStep, async (check) => {
    await prepare?.(check.endpoint);
    await check.begin();
    await writeRecording(check.terraform, await graph());
    await check.preview();
    if (!isHosted) return;
    await check.create();
    await check.importAndDestroy();
  });
}

async function withCheck(
  folder: string,
  installation: Installation,
  onStep: ((step: Step) => void) | undefined,
  act: (check: Check) => Promise<void>,
): Promise<StackReport> {
  const calls = new Calls();
  const aws = await startLocalAws({ speed: SPEED, log: calls.log });
  const check = new Check(aws.endpoint, new Terraform(folder, installation), calls, onStep);
  try {
    await act(check);
    return check.report();
  } finally {
    await aws.close();
  }
}

/** The steps that every check takes, and what they came to. */
class Check {
  private readonly steps: Step[] = [];
  private readonly slowest = new Map<string, number>();
  private types: string[] = [];
  private before: Readonly<Record<string, number>> = {};

  constructor(
    readonly endpoint: string,
    readonly terraform: Terraform,
    private readonly calls: Calls,
    private readonly onStep: (step: Step) => void = () => {},
  ) {}

  /** Notes what is there already, and gives the provider's settings. */
  async begin(): Promise<object> {
    this.before = await leftovers(this.endpoint, "us-east-1");
    this.calls.skip();
    const provider = providerSettings(this.endpoint);
    await this.terraform.init(provider);
    return provider;
  }

  async step(name: string, act: () => Promise<StepResult>): Promise<void> {
    const begin = Date.now();
    const { problems = [], remark = "", refusals = [] } = await act();
    const done = {
      name,
      seconds: (Date.now() - begin) / 1000,
      problems: [...problems, ...this.calls.unexpected(refusals)],
      remark,
    };
    this.steps.push(done);
    this.onStep(done);
  }

  note(applied: readonly Applied[]): StepResult {
    for (const { address, seconds } of applied) {
      const [type = ""] = address.split(".");
      this.slowest.set(type, Math.max(seconds, this.slowest.get(type) ?? 0));
    }
    return { remark: countsOf(applied) };
  }

  async preview(): Promise<void> {
    await this.step("preview", async () => {
      const { changes } = await this.terraform.plan();
      this.types = typesOf(changes);
      return { remark: `${changes.length} to create` };
    });
  }

  async create(): Promise<void> {
    await this.step("create", async () => this.note(await this.terraform.apply()));
    await this.stays();
  }

  async stays(): Promise<void> {
    await this.step("plan again, refreshed", async () => {
      const { changes, drift } = await this.terraform.plan();
      return { problems: [...differences(changes), ...differences(drift, WRITTEN_ELSEWHERE)] };
    });
  }

  async importAndDestroy(): Promise<void> {
    const { terraform } = this;
    this.types = typesOf(await terraform.state());
    await this.step("import", () => importAll(terraform));
    await this.step("destroy", async () => ({
      ...this.note(await terraform.apply(["-destroy"])),
      // Subscriptions that nobody has confirmed.
      refusals: ["Unsubscribe"],
    }));
    await this.step("leaves nothing", async () => ({
      problems: Object.entries(await leftovers(this.endpoint, "us-east-1"))
        .filter(([kind, count]) => count !== (this.before[kind] ?? 0))
        .map(([kind, count]) => `${count} ${kind} left, ${this.before[kind] ?? 0} before`),
    }));
  }

  report(): StackReport {
    const { steps, types, slowest, calls } = this;
    return { steps, types, slowest, calls: calls.count };
  }
}

function typesOf(resources: readonly { readonly type: string }[]): string[] {
  return [...new Set(resources.map(({ type }) => type))].sort();
}

interface StepResult {
  readonly problems?: readonly string[];
  readonly remark?: string;
  /** Operations that were to be refused. */
  readonly refusals?: readonly string[];
}

/** AWS refuses it while scaling is registered; then scaling goes first and comes again, as AWS says to do it. */
async function changeInstanceType(check: Check): Promise<StepResult> {
  const { terraform } = check;
  try {
    return check.note(await terraform.apply());
  } catch (error) {
    if (!(error instanceof TerraformError) || !REGISTERED.test(error.message)) throw error;
    const targets = (await terraform.state()).filter(
      ({ type }) => type === "aws_appautoscaling_target",
    );
    const removed = await terraform.apply([
      "-destroy",
      ...targets.map(({ address }) => `-target=${address}`),
    ]);
    const { remark = "" } = check.note([...removed, ...(await terraform.apply())]);
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
