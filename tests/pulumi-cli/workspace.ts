import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { stringify } from "yaml";

import { readProject } from "../../simulator/deploy/project";
import { type StackSettings } from "../provider-check/checked-stacks";
import { projectFolder } from "../provider-check/program-graph";
import { type Installation } from "./installation";

/** Where `Pulumi.local.yaml` has the local AWS. */
const WRITTEN_ENDPOINT = "http://127.0.0.1:4566";

/**
 * A stack of the program in a folder of its own, so that the CLI writes no stack file into ours. The program is a link: Node
 * loads what it points to, with everything beside it. The provider's settings are those of the stack `local`, and the state
 * is a folder beside the project.
 *
 * @param endpoint of the server that the stack goes onto
 */
export async function makeStack(
  stackName: string,
  settings: StackSettings,
  folder: string,
  endpoint: string,
  { pulumiCommand, pluginFolder }: Installation,
): Promise<Stack> {
  const [project, state] = [join(folder, "project"), join(folder, "state")];
  await Promise.all([mkdir(project, { recursive: true }), mkdir(state, { recursive: true })]);
  for (const name of ["index.ts", "package.json", "tsconfig.json", "node_modules"]) {
    await symlink(join(projectFolder, name), join(project, name));
  }
  const manifest = await readFile(join(projectFolder, "Pulumi.yaml"));
  await writeFile(join(project, "Pulumi.yaml"), manifest);
  const ofProvider = Object.entries(readProject(projectFolder, "local").config).filter(([key]) =>
    key.startsWith("aws:"),
  );
  const config = {
    ...Object.fromEntries(ofProvider),
    ...readProject(projectFolder, stackName, settings).config,
  };
  await writeFile(
    join(project, `Pulumi.${stackName}.yaml`),
    stringify({ config }).replaceAll(WRITTEN_ENDPOINT, endpoint),
  );
  return LocalWorkspace.createOrSelectStack(
    { stackName, workDir: project },
    {
      pulumiCommand,
      envVars: {
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "local",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...(pluginFolder !== undefined && {
          PATH: [pluginFolder, process.env["PATH"]].join(delimiter),
        }),
      },
    },
  );
}
