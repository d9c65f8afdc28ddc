import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { PulumiCommand } from "@pulumi/pulumi/automation";

import { pluginFile, pluginFolder, pulumiAwsVersion } from "./plug-in/build";

const run = promisify(execFile);

/** What it takes to run the program as `pulumi up` does. */
export interface Installation {
  readonly pulumiCommand: PulumiCommand;
  /** Folder of the plug-in that `npm run pulumi-check -- --build-plug-in` made, where there is no pulumi-aws. */
  readonly pluginFolder?: string;
}

/**
 * Finds the Pulumi CLI on the PATH, and pulumi-aws: among its plug-ins or on the PATH, else the plug-in that was built in
 * its place, else from Pulumi.
 *
 * @returns what is missing, in words, when something is
 */
export async function findPulumi(): Promise<Installation | string> {
  let pulumiCommand: PulumiCommand;
  try {
    pulumiCommand = await PulumiCommand.get();
  } catch (error) {
    return `no Pulumi CLI that can be used (${firstLine(error)})`;
  }
  const found = isOnPath("pulumi-resource-aws") || (await isInstalled(pulumiCommand));
  if (found) return { pulumiCommand };
  if (existsSync(pluginFile)) return { pulumiCommand, pluginFolder };
  try {
    await pulumi(pulumiCommand, "plugin", "install", "resource", "aws", `v${pulumiAwsVersion}`);
    return { pulumiCommand };
  } catch (error) {
    return `pulumi-aws ${pulumiAwsVersion} cannot be had (${firstLine(error)})`;
  }
}

async function isInstalled(pulumiCommand: PulumiCommand): Promise<boolean> {
  const plugins = JSON.parse(await pulumi(pulumiCommand, "plugin", "ls", "--json")) as readonly {
    readonly name: string;
    readonly version: string;
  }[];
  return plugins.some(({ name, version }) => name === "aws" && version === pulumiAwsVersion);
}

async function pulumi({ command }: PulumiCommand, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return (await run(command, [...args, "--non-interactive"], { env })).stdout;
}

function isOnPath(command: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, command)));
}

function firstLine(error: unknown): string {
  return String(error).split("\n")[0] ?? "";
}
