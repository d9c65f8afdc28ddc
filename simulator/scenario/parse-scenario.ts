import type { z } from "zod";
import { pointsOfRun } from "./profile-points";
import { readTrace } from "./read-trace";
import { type ReadBlocks, readNumberList, readProfile, type ReadText } from "./scenario-files";
import { type Scenario, scenarioSchema } from "./schema";
import { ScenarioError } from "./scenario-error";
import { describeIssue, pathText, quote, valueAt } from "./schema-problems";

/** How a scenario is read. */
export interface ParseOptions {
  /**
   * Whether its profile may hold what one run has no use for: instance types other than the endpoint's alone, and several
   * container settings of one type. For the planner, which chooses among them. Default false.
   */
  readonly keepsWholeProfile?: boolean;
  /**
   * The container settings that a run is on, or some of them, where a profile knows several of the endpoint's instance type.
   * Default: there must be but one.
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Reads a trace that the scenario names. Default: all of it at once, as its other files. */
  readonly readBlocks?: ReadBlocks;
}

/**
 * Parses a scenario: refuses unknown keys, fills defaults in, reads the files that it names.
 *
 * @param input The scenario as data, for example from `JSON.parse`.
 * @param readText Reads a file that the scenario names; throws with a reason when it cannot. Default: no file can be read.
 * @throws ScenarioError with every problem.
 */
export function parseScenario(
  input: unknown,
  readText: ReadText = () => {
    throw new Error("this scenario was not read from a file, so it cannot name one");
  },
  options: ParseOptions = {},
): Scenario {
  const { keepsWholeProfile = false, readBlocks = (file) => [readText(file)] } = options;
  const problems: string[] = [];
  const resolved = resolveFiles(input, { readText, readBlocks }, problems);
  const parsed = scenarioSchema.safeParse(resolved.value, { reportInput: true });
  if (!parsed.success) {
    const isUnread = (issue: z.core.$ZodIssue): boolean =>
      issue.path.some((_, index) =>
        resolved.unreadPaths.has(pathText(issue.path.slice(0, index + 1))),
      );
    problems.push(
      ...parsed.error.issues
        .filter((issue) => !isUnread(issue))
        .flatMap((issue) => describeIssue(issue, resolved.value, "the scenario")),
    );
  }
  if (!parsed.success || problems.length > 0) throw new ScenarioError(problems);
  delete parsed.data.$schema;
  const keepsProvisioning = hasOwnProvisioning(input);
  return keepsWholeProfile && parsed.data.model.profile !== null
    ? withWholeProfile(parsed.data, keepsProvisioning)
    : complete(parsed.data, keepsProvisioning, options.environment);
}

/** What the platform says of start-up times wins over what was measured, as in a run. */
function withWholeProfile(scenario: Scenario, keepsProvisioning: boolean): Scenario {
  const { model } = scenario;
  if (!keepsProvisioning || model.profile === null) return scenario;
  const points = model.profile.points.map((point) => ({ ...point, provisionSeconds: undefined }));
  return { ...scenario, model: { ...model, profile: { ...model.profile, points } } };
}

function hasOwnProvisioning(input: unknown): boolean {
  return valueAt(input, ["platform", "provisionSeconds"]) !== undefined;
}

/** Defaults that depend on other keys. */
function complete(
  scenario: Scenario,
  keepsProvisioning: boolean,
  environment: ParseOptions["environment"],
): Scenario {
  const { model, endpoint } = scenario;
  if (model.profile === null) {
    const serviceTimeSeconds = model.serviceTimeSeconds ?? { kind: "lognormal", p50: 3, p90: 6 };
    return { ...scenario, model: { ...model, serviceTimeSeconds } };
  }
  const points = pointsOfRun(model.profile, endpoint.instanceType, environment);
  const measuredProvisioning = points.find((point) => point.provisionSeconds)?.provisionSeconds;
  const platform =
    measuredProvisioning === undefined || keepsProvisioning
      ? scenario.platform
      : { ...scenario.platform, provisionSeconds: measuredProvisioning };
  const profile = { ...model.profile, points };
  return { ...scenario, platform, model: { ...model, profile, serviceTimeSeconds: null } };
}

interface Resolved {
  readonly value: unknown;
  /** Where a file could not be read: what the schema says of these places is a consequence. */
  readonly unreadPaths: ReadonlySet<string>;
}

/** Replaces what stands in files by what they hold. */
function resolveFiles(input: unknown, files: ScenarioFiles, problems: string[]): Resolved {
  const unreadPaths = new Set<string>();
  const read = <Value>(file: string, path: readonly PropertyKey[], reader: FileReader<Value>) => {
    try {
      return reader(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`\`${pathText([...path, "file"])}\` is ${quote(file)}: ${reason}.`);
      unreadPaths.add(pathText(path));
      return undefined;
    }
  };
  const visit = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    const fields: Record<string, unknown> = Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, visit(field, [...path, key])]),
    );
    const { file } = fields;
    if (typeof file !== "string") return fields;
    if (fields.kind === "trace") {
      return { ...fields, ...read(file, path, (named) => readTrace(files.readBlocks(named))) };
    }
    if (pathText(path) === "model.profile") {
      const profile = read(file, path, (named) => readProfile(files.readText(named)));
      return profile === undefined ? {} : visit(profile, path);
    }
    if ((fields.kind === "empirical" || fields.kind === undefined) && fields.values === undefined) {
      delete fields.file;
      const values = read(file, path, (named) => readNumberList(files.readText(named)));
      return { ...fields, kind: "empirical", values };
    }
    return fields;
  };
  return { value: visit(input, []), unreadPaths };
}

type FileReader<Value> = (file: string) => Value;

interface ScenarioFiles {
  readonly readText: ReadText;
  readonly readBlocks: ReadBlocks;
}
