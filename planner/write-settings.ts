import { readFile, writeFile } from "node:fs/promises";

import { type Document, isMap, parseDocument } from "yaml";

import { parseSettings, settingsNamespace, settingsSchema } from "../settings/schema";
import { PlanError } from "./plan-error";
import { qualifiedKey, type StackValues } from "./plan-document";

/**
 * Puts settings into a stack's file, which keeps its comments, its order and every other key. A setting that is not in the
 * file and has its default stays out.
 *
 * @returns The keys that changed, with their namespace.
 * @throws PlanError when the file cannot be read or written, or is no stack file.
 * @throws SettingsError when the settings do not go together with the others of the file.
 */
export async function writeSettings(file: string, values: StackValues): Promise<string[]> {
  const before = await read(file);
  const { text, changed } = withSettings(before, values, file);
  if (changed.length === 0) return [];
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new PlanError(`${file} cannot be written (${messageOf(error)})`, { cause: error });
  }
  return changed;
}

/**
 * Looks, before a plan is made for it, whether settings can be put into a stack's file.
 *
 * @throws PlanError, SettingsError as {@link writeSettings} does.
 */
export async function checkSettingsFile(file: string): Promise<void> {
  withSettings(await read(file), {}, file);
}

/** The text of a stack file with settings put into it. */
export function withSettings(
  before: string,
  values: StackValues,
  file: string,
): { readonly text: string; readonly changed: string[] } {
  const document = parseDocument(before);
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new PlanError(`${file} is not readable YAML: ${problem.message.split("\n")[0] ?? ""}`);
  }
  const config: unknown = document.get("config");
  if (config !== undefined && config !== null && !isMap(config)) {
    throw new PlanError(`${file}: \`config\` must be a map of keys to values`);
  }
  if (!isMap(config)) document.set("config", document.createNode({}));
  const defaults = parseSettings({});
  const changed: string[] = [];
  for (const [name, value] of Object.entries(completed(values))) {
    const path = ["config", keyInFile(document, name)];
    const old: unknown = toPlain(document.getIn(path));
    const usual: unknown = defaults[name as keyof typeof defaults] ?? [];
    const isDefault = old === undefined && isSame(usual, value);
    // Of a map only what the plan says is set: the other variables of a container are none of its business.
    const isPart = isRecord(old) && isRecord(value);
    if (value === undefined || isDefault) continue;
    if (isSame(old, isPart ? { ...old, ...value } : value)) continue;
    const entries = isPart ? Object.entries(value) : [];
    for (const [key, entry] of entries) document.setIn([...path, key], entry);
    if (!isPart) document.setIn(path, value);
    changed.push(qualifiedKey(name));
  }
  parseSettings(configTexts(document));
  return { text: document.toString({ lineWidth: 0 }), changed };
}

/** What would overrule the settings is set to what lets them count: among it schedules, which a plan without any did not weigh. */
function completed(values: StackValues): Record<string, unknown> {
  return { autoscaling: true, automaticConcurrency: false, schedules: [], ...values };
}

/** A key may stand in the file without its namespace, which Pulumi takes for the project's. */
function keyInFile(document: Document, name: string): string {
  return document.hasIn(["config", name]) ? name : qualifiedKey(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toPlain(value: unknown): unknown {
  return typeof value === "object" && value !== null && "toJSON" in value
    ? (value as { toJSON(): unknown }).toJSON()
    : value;
}

function isSame(one: unknown, other: unknown): boolean {
  // In the file a number may stand as text, as Pulumi writes it.
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** The file's settings as Pulumi hands them over; secrets, which are not ours to read, are left out. */
function configTexts(document: Document): Record<string, string> {
  const config = (toPlain(document.get("config")) ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(config)
      .map(
        ([key, value]) => [key in settingsSchema.shape ? qualifiedKey(key) : key, value] as const,
      )
      .filter(([key, value]) => key.startsWith(`${settingsNamespace}:`) && !isSecret(value))
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new PlanError(
      `\`--write\`: ${file} cannot be read (${messageOf(error)}); make the stack with \`pulumi stack init\`, or name one that exists`,
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
