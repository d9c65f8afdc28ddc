import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readProject } from "../../simulator/deploy/project";
import { type RecordedResource, type Recording } from "../components/recording-monitor";
import { recordProgram } from "../recorded-program";
import { symbolicOutputs } from "./symbolic-outputs";
import { type Terraform } from "./terraform";

const run = promisify(execFile);

/** Folder of the program that is checked. */
export const projectFolder = join(__dirname, "..", "..");

/** Folder of the stacks of several teams, which have the same program. */
export const teamsFolder = join(projectFolder, "examples", "teams");

/** Every stack with a file beside the Pulumi.yaml of a folder. */
export function allStacks(folder = projectFolder): string[] {
  return readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
}

/**
 * Runs the program with a stack's settings under Pulumi's mocks, and gives its resources to Terraform.
 *
 * @param changes settings that win over the stack's
 * @throws Error naming what has no counterpart in the provider's schema
 */
export async function writeGraph(
  terraform: Terraform,
  stack: string,
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  const { config } = readProject(projectFolder, stack, changes);
  await writeRecording(terraform, await recordProgram(config, { stack, outputs: symbolicOutputs }));
}

/**
 * Gives what a program has registered, with references for outputs, to Terraform.
 *
 * @throws Error naming what has no counterpart in the provider's schema
 */
export async function writeRecording(terraform: Terraform, recording: Recording): Promise<void> {
  const graph = join(terraform.folder, "graph.json");
  await writeFile(graph, JSON.stringify(recording.resources.map(registered)));
  const { stdout } = await run("python3", [
    join(__dirname, "graph_to_terraform.py"),
    graph,
    await terraform.schemaFile(),
    join(terraform.folder, "graph.tf.json"),
  ]);
  const unmapped = stdout.split("\n").filter((line) => line.trimStart().startsWith("!"));
  if (unmapped.length > 0) {
    throw new Error(`The provider has no place for:\n${unmapped.join("\n")}`);
  }
}

/** A resource as graph_to_terraform.py reads it. */
function registered(resource: RecordedResource): object {
  const { type, name, custom, inputs, dependencyUrns, ignoreChanges, deleteBeforeReplace } =
    resource;
  const dependsOn = dependencyUrns.map((urn) => {
    const [, , qualifiedType = "", dependency] = urn.split("::");
    return { type: qualifiedType.split("$").at(-1), name: dependency };
  });
  return { type, name, custom, inputs, dependsOn, ignoreChanges, deleteBeforeReplace };
}

/**
 * The provider's settings as `Pulumi.local.yaml` gives them, with a server's address in place of the one written there:
 * what the file lacks, the provider lacks too.
 */
export function providerSettings(endpoint: string): object {
  const { config } = readProject(projectFolder, "local");
  const settings = Object.entries(config)
    .filter(([key]) => key.startsWith("aws:"))
    .map(([key, value]) => [snakeCase(key.slice("aws:".length)), value] as const);
  return Object.fromEntries(
    settings.map(([key, value]) => [
      key,
      key === "endpoints" ? (JSON.parse(value) as object[]).map((one) => at(endpoint, one)) : value,
    ]),
  );
}

function at(endpoint: string, services: object): object {
  return Object.fromEntries(Object.keys(services).map((service) => [service, endpoint]));
}

/** Pulumi's names of properties as Terraform has them. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
