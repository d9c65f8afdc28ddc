import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { runCommand } from "./run-command";

const run = promisify(execFile);
const root = join(__dirname, "..");
const folder = join(root, "dist", "package");

/** What only whoever runs the sources needs. */
const forSources: readonly string[] = ["@swc-node/register", "typescript"];

/**
 * Makes the npm package of the components: compiled, with their types, and with nothing of the program, the simulator
 * or the load that they do not run on.
 */
async function main(): Promise<void> {
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
  const { dependencies, engines } = manifestOf(".");
  const own = manifestOf("components");
  return {
    ...own,
    engines,
    main: "components/index.js",
    types: "components/index.d.ts",
    dependencies: Object.fromEntries(
      Object.keys(own.dependencies ?? {})
        .filter((name) => !forSources.includes(name))
        .map((name) => [name, dependencies?.[name]]),
    ),
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
