import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readProject } from "../../simulator/deploy/project";
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
  const { name, program, config } = readProject(projectFolder, stack, changes);
  const graph = join(terraform.folder, "graph.json");
  await run(
    process.execPath,
    ["--require", "@swc-node/register", join(__dirname, "dump-graph.mjs"), program, graph],
    {
      cwd: projectFolder,
      env: {
        ...process.env,
        PROJECT: name,
        STACK: stack,
        PULUMI_CONFIG: JSON.stringify(config),
      },
    },
  );
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
