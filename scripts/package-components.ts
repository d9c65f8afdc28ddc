import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { Command } from "@commander-js/extra-typings";

import { endOnUsage, runCommand } from "./run-command";

const command = new Command("package")
  .description("Makes the components an npm package, in dist/, and prints its file.")
  .allowExcessArguments(false)
  .exitOverride(endOnUsage);

const run = promisify(execFile);
const root = join(__dirname, "..");
const folder = join(root, "dist", "package");

/** What only whoever runs the sources needs. */
const forSources: readonly string[] = ["@swc-node/register", "typescript"];

/** What a program has itself: of a second copy, TypeScript would not take one's resources for the other's. */
const ofTheProgram: readonly string[] = ["@pulumi/aws", "@pulumi/pulumi"];

/**
 * Makes the npm package of the components: compiled, with their types, and with nothing of the program, the simulator
 * or the load that they do not run on.
 */
async function main(): Promise<void> {
  command.parse();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const compiler = require.resolve("typescript/bin/tsc");
  await run(process.execPath, [compiler, "-p", "tsconfig.package.json"], { cwd: root });
  // Lambda runs it as it stands.
  const recorder = join("components", "endpoint", "record-result.mjs");
  cpSync(join(root, recorder), join(folder, recorder));
  for (const name of ["LICENSE", "CHANGELOG.md"]) cpSync(join(root, name), join(folder, name));
  cpSync(join(root, "examples", "components", "README.md"), join(folder, "README.md"));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  const { stdout } = await run("npm", ["pack", "--pack-destination", ".."], { cwd: folder });
  process.stdout.write(`${join("dist", stdout.trim())}\n`);
}

function manifest(): object {
  const { engines } = manifestOf(".");
  const { dependencies = {}, ...own } = manifestOf("components");
  const ranges = (isWanted: (name: string) => boolean): object =>
    Object.fromEntries(
      Object.entries(dependencies)
        .filter(([name]) => isWanted(name))
        .map(([name, version]) => [name, `^${version}`]),
    );
  return {
    ...own,
    // The repository's folder is not for npm's registry, which refuses what says so; what is made of it is.
    private: undefined,
    engines,
    main: "components/index.js",
    types: "components/index.d.ts",
    peerDependencies: ranges((name) => ofTheProgram.includes(name)),
    dependencies: ranges((name) => ![...forSources, ...ofTheProgram].includes(name)),
  };
}

interface Manifest {
  readonly engines?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(path: string): Manifest {
  return JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")) as Manifest;
}

void runCommand(main);
