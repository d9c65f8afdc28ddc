import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { DeployError, messageOf } from "./errors";
import { isRecord } from "./property-values";

/** A Pulumi project and one of its stacks' settings, as the files say. */
export interface Project {
  readonly name: string;
  readonly stack: string;
  readonly directory: string;
  /** The file or folder that Node loads. */
  readonly program: string;
  /** `runtime.options.nodeargs` of Pulumi.yaml, split at blanks. */
  readonly nodeArguments: readonly string[];
  /** Full key -> value, objects as JSON text: what `pulumi.Config` reads. */
  readonly config: Readonly<Record<string, string>>;
  /** `aws:region`, else AWS_REGION or AWS_DEFAULT_REGION, else us-east-1. */
  readonly region: string;
}

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml.
 *
 * @param overrides config keys that win over the stack file; a key without a namespace belongs to the project
 * @throws DeployError (exit code 2) when a file is missing or unreadable, or holds a secret
 */
export function readProject(
  directory: string,
  stack: string,
  overrides: Readonly<Record<string, string>> = {},
): Project {
  const projectFile = join(directory, "Pulumi.yaml");
  if (!existsSync(projectFile)) {
    throw new DeployError(`No Pulumi.yaml in ${directory}; run from the project's folder`, 2);
  }
  const project = readYaml(projectFile);
  const name = project["name"];
  if (typeof name !== "string") throw new DeployError(`${projectFile}: \`name\` is missing`, 2);
  const stackDirectory = resolve(directory, optionalString(project["stackConfigDir"]) ?? ".");
  const config = {
    ...readStackConfig(stackDirectory, stack, name),
    ...Object.fromEntries(
      Object.entries(overrides).map(([key, value]) => [fullKey(key, name), value]),
    ),
  };
  return {
    name,
    stack,
    directory,
    program: findProgram(directory, optionalString(project["main"])),
    nodeArguments: nodeArguments(project["runtime"]),
    config,
    region:
      config["aws:region"] ??
      process.env["AWS_REGION"] ??
      process.env["AWS_DEFAULT_REGION"] ??
      "us-east-1",
  };
}

function readStackConfig(
  directory: string,
  stack: string,
  project: string,
): Record<string, string> {
  const file = join(directory, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    const stacks = readdirSync(directory).flatMap(
      (name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [],
    );
    throw new DeployError(
      `There is no stack \`${stack}\` (no Pulumi.${stack}.yaml in ${directory}); ` +
        (stacks.length > 0
          ? `\`--stack\` takes one of: ${stacks.join(", ")}`
          : "there is no stack file at all"),
      2,
    );
  }
  const config = readYaml(file)["config"] ?? {};
  if (!isRecord(config))
    throw new DeployError(`${file}: \`config\` must be a map of keys to values`, 2);
  return Object.fromEntries(
    Object.entries(config)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [fullKey(key, project), configText(value, key, file)]),
  );
}

function configText(value: unknown, key: string, file: string): string {
  if (holdsSecret(value)) {
    throw new DeployError(
      `${file}: \`${key}\` is a secret, which only the Pulumi CLI can decrypt; give a stack for deploy:local a plain value`,
      2,
    );
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isRecord(value)) return false;
  return typeof value["secure"] === "string" || Object.values(value).some(holdsSecret);
}

function fullKey(key: string, project: string): string {
  return key.includes(":") ? key.replace(":config:", ":") : `${project}:${key}`;
}

/** `main` of Pulumi.yaml, a file or a folder; of a folder, the `main` of its package.json, as Pulumi's language host does it. */
function findProgram(directory: string, main: string | undefined): string {
  const program = resolve(directory, main ?? ".");
  if (!existsSync(program))
    throw new DeployError(`Pulumi.yaml: \`main\` names ${program}, which does not exist`, 2);
  if (!statSync(program).isDirectory()) return program;
  const manifest = join(program, "package.json");
  const entry = existsSync(manifest)
    ? optionalString((JSON.parse(readFileSync(manifest, "utf8")) as { main?: unknown }).main)
    : undefined;
  return entry === undefined ? program : resolve(program, entry);
}

function nodeArguments(runtime: unknown): string[] {
  const options = isRecord(runtime) ? runtime["options"] : undefined;
  const given = isRecord(options) ? optionalString(options["nodeargs"]) : undefined;
  return given?.split(/\s+/).filter(Boolean) ?? [];
}

function optionalString(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function readYaml(file: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new DeployError(`${file} is not readable YAML: ${messageOf(cause)}`, 2, { cause });
  }
  if (content === null) return {};
  if (!isRecord(content)) throw new DeployError(`${file} must hold a map of keys to values`, 2);
  return content;
}
