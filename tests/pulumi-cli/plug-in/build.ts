import { execFile } from "node:child_process";
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { UsageError } from "../../../scripts/run-command";
import { findProvider, type Installation, PROVIDER } from "../../provider-check/terraform";

const run = promisify(execFile);

/** The bridge that pulumi-aws is made with. */
const BRIDGE = "github.com/pulumi/pulumi-terraform-bridge/v3@v3.120.0";

/** The version of pulumi-aws that the program is written against. */
export const pulumiAwsVersion = (
  JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8")) as {
    version: string;
  }
).version;

/** Where the plug-in is built. */
export const pluginFolder = join(tmpdir(), `pulumi-resource-aws-${pulumiAwsVersion}`);
export const pluginFile = join(pluginFolder, "pulumi-resource-aws");

/**
 * Builds the plug-in that stands for pulumi-aws where that cannot be had: `main.go` beside this, over the AWS provider of
 * Terraform. It takes Go, and minutes when nothing of it is in Go's cache.
 *
 * @throws UsageError naming what is missing
 */
export async function buildPlugin(): Promise<void> {
  const provider = findProvider();
  if (typeof provider === "string") throw new UsageError(`There is nothing to bridge: ${provider}`);
  const source = await download(BRIDGE);
  const folder = await mkdtemp(join(tmpdir(), "pulumi-terraform-bridge-"));
  try {
    // What runs a provider's binary is internal to the bridge: only a package inside it may import it.
    await cp(source, folder, { recursive: true });
    await makeWritable(folder);
    const main = join(folder, "dynamic", "pulumi-resource-aws");
    await mkdir(main);
    await copyFile(join(__dirname, "main.go"), join(main, "main.go"));
    const values = { "main.providerPath": pathOf(provider), "main.version": pulumiAwsVersion };
    const flags = Object.entries(values).map(([name, value]) => `-X ${name}=${value}`);
    await go(["build", "-ldflags", `-s -w ${flags.join(" ")}`, "-o", pluginFile, "."], main);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Where the provider's binary is, without its version. */
function pathOf({ mirror, providerVersion }: Installation): string {
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  return join(mirror, PROVIDER, providerVersion, platform, "terraform-provider-aws");
}

/** Folder of a module in Go's cache. */
async function download(module: string): Promise<string> {
  const { Dir: folder } = JSON.parse(await go(["mod", "download", "-json", module], tmpdir())) as {
    Dir: string;
  };
  return folder;
}

async function go(args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await run("go", [...args], { cwd, maxBuffer: 64 * 2 ** 20 })).stdout;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UsageError("The plug-in is built by Go, and `go` is not on the PATH", {
        cause: error,
      });
    }
    throw error;
  }
}

/** Go's cache is read-only. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}
