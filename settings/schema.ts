import { z } from "zod";

import { nearestName } from "../common/nearest-name";
import { named } from "../sagemaker/checks";
import { combinationProblems } from "../sagemaker/endpoint-combinations";
import { endpointPairRules, servingImageRule } from "../sagemaker/endpoint-pairs";
import { type NameRule, sageMakerName } from "../sagemaker/limits";
import { ServingStack } from "../sagemaker/serving-stacks";
import { endpointSettings } from "./endpoint";
import { flag, optionalText, text } from "./fields";
import { monitoringProblems, monitoringSettings } from "./monitoring";
import { networkProblems, networkSettings } from "./network";
import { scalingProblems, scalingSettings } from "./scaling";

/** Namespace of this project's keys in a stack file: `sagemaker-async-inference:<key>`. */
export const settingsNamespace = "sagemaker-async-inference";

/** Names that also end up in tags and in the endpoint's name. */
const label: NameRule = { ...sageMakerName, maxLength: 24 };

/** Every key of a stack's settings, with its default: what is not here is refused by name. */
export const settingsSchema = z.strictObject({
  /** Who the stack belongs to: part of the endpoint's name, and a tag of everything. */
  team: text("research", named(label)),
  /** Kind of environment, a tag of everything. */
  environment: text("dev", named(label)),
  /** Made of team and stack when it is not set. */
  endpointName: optionalText(named(sageMakerName)),
  /** Protects the endpoint, its key and its bucket from deletion. */
  protect: flag(false),

  ...endpointSettings,

  ...scalingSettings,

  ...monitoringSettings,

  ...networkSettings,
});

/** A stack's settings, complete and within their ranges. */
export type Settings = z.output<typeof settingsSchema>;

/** Key of a setting. */
export type SettingKey = keyof Settings;

/** Names of all settings, in the order of the schema. */
export const settingKeys = Object.keys(settingsSchema.shape) as SettingKey[];

/** One setting that cannot be used. */
export interface SettingProblem {
  /** With its namespace, as it stands in the stack file. */
  readonly key: string;
  /** Read after the key: what was given, what is permitted, what to do. */
  readonly reason: string;
}

/** Says everything that is wrong with a stack's settings at once. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly SettingProblem[]) {
    const count = problems.length === 1 ? "1 setting" : `${problems.length} settings`;
    const lines = problems.map(({ key, reason }) => `  \`${key}\` ${reason}`);
    super(
      `${count} of this stack cannot be used:\n${lines.join("\n")}\n` +
        "Change a setting with `pulumi config set <key> <value>`, or take it out with `pulumi config rm <key>`.",
    );
    this.name = "SettingsError";
  }
}

/**
 * Reads a stack's settings from its configuration, without Pulumi.
 *
 * @param config Configuration as the stack file has it, each key with its namespace and each value as text. Keys of
 *   other namespaces (`aws:region`) are none of ours and are passed over.
 * @returns The settings, with the default of each key that is not set.
 * @throws SettingsError naming every unknown key and every value out of its range.
 */
export function parseSettings(config: Readonly<Record<string, string>>): Settings {
  const prefix = `${settingsNamespace}:`;
  const own = Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
  const written = { ...defaultModel(own), ...own };
  const parsed = settingsSchema.safeParse(written);
  const problems = parsed.success
    ? relationProblems(parsed.data, parsed.data)
    : [...parsed.error.issues.flatMap(issueProblems), ...relationProblems(valid(written), written)];
  if (problems.length > 0 || !parsed.success) throw new SettingsError(problems);
  return parsed.data;
}

/**
 * The endpoint's name: the one that is set, or one of team and stack.
 *
 * @param stack Name of the stack, which may hold characters that an endpoint's may not.
 * @throws SettingsError when it is longer than an endpoint's may be, or ends in what it may not.
 */
export function endpointNameOf(
  { endpointName, team }: Pick<Settings, "endpointName" | "team">,
  stack: string,
): string {
  if (endpointName !== undefined) return endpointName;
  const made = `${team}-inference-${stack.replace(/[^a-zA-Z0-9]+/g, "-")}`;
  const problem = named(sageMakerName)(made);
  if (problem === undefined) return made;
  const reason = `is not set, and what team "${team}" and stack "${stack}" make of it ${problem}: set it`;
  throw new SettingsError([{ key: qualified("endpointName"), reason }]);
}

/** What is served when no other source of a model is set; no default of the schema, as it gives way to any of them. */
function defaultModel(own: Record<string, string>): Record<string, string> {
  const sources = ["modelId", "modelArchiveUri", "modelPrefixUri", "modelPackageArn"];
  return [...sources, "containerImage"].some((key) => own[key] !== undefined)
    ? {}
    : { modelId: "google/pegasus-large", task: "summarization" };
}

/** The settings that are right by themselves, so that what does not fit together is told in the same go. */
function valid(own: Record<string, string>): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      const parsed = schema.safeParse(own[key]);
      return parsed.success ? [[key, parsed.data]] : [];
    }),
  );
}

/**
 * What does not fit together, by the endpoint's own rules and by those of its scaling.
 *
 * @param settings Those that are right by themselves.
 * @param given All of them, whatever they hold.
 */
function relationProblems(settings: Partial<Settings>, given: object): SettingProblem[] {
  const ofTheEndpoint = [
    ...combinationProblems({ ...given, ...settings }),
    ...pairProblems(settings),
  ].map(({ propertyPath, reason }) => ({
    key: qualified(propertyPath),
    reason: reason.replace(/`(\w+)`/g, (quoted, key: string) =>
      key in settingsSchema.shape ? `\`${qualified(key)}\`` : quoted,
    ),
  }));
  return [
    ...scalingProblems(settings, qualified),
    ...monitoringProblems(settings, qualified),
    ...networkProblems(settings, qualified),
    ...ofTheEndpoint,
  ];
}

function pairProblems(settings: Partial<Settings>) {
  const takesImageOfAws =
    settings.containerImage === undefined && settings.modelPackageArn === undefined;
  const values: Readonly<Record<string, unknown>> = takesImageOfAws
    ? { ...settings, servingStack: settings.servingStack ?? ServingStack.Transformers }
    : settings;
  return [...endpointPairRules, ...(takesImageOfAws ? [servingImageRule] : [])].flatMap(
    ({ properties: [first, second], reason }) => {
      if (values[first] === undefined || values[second] === undefined) return [];
      const problem = reason(values[first] as never, values[second] as never);
      return problem === undefined ? [] : [{ propertyPath: first, reason: problem }];
    },
  );
}

function issueProblems(issue: z.core.$ZodIssue): SettingProblem[] {
  if (issue.code !== "unrecognized_keys") {
    return [{ key: qualified(String(issue.path[0])), reason: issue.message }];
  }
  return issue.keys.map((key) => {
    const nearest = nearestName(key, settingKeys);
    return {
      key: qualified(key),
      reason:
        nearest === undefined
          ? `is no setting; settings are ${settingKeys.join(", ")}`
          : `is no setting; did you mean \`${qualified(nearest)}\`?`,
    };
  });
}

function qualified(key: string): string {
  return `${settingsNamespace}:${key}`;
}
