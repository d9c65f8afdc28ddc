import { execFile, execFileSync } from "node:child_process";
import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Boto3Client } from "./boto3-client";
import { CliClient } from "./cli-client";
import { type AwsClient, type Connection } from "./client";
import { JavaScriptClient } from "./javascript-client";

const run = promisify(execFile);

/** A client that may be on this machine. */
export interface Candidate {
  readonly name: string;
  /** Whether a call takes a tenth of a second of its own and more. */
  readonly isSlow: boolean;
  /** Its version; `undefined` when it is not there after all. */
  version(): Promise<string | undefined>;
  open(version: string, connection: Connection): AwsClient;
}

/** Whether clients that are not on the machine are to be installed, into virtual environments in the cache folder. */
export const mayInstall = process.env["AWS_CLIENTS_INSTALL"] !== undefined;

/** Whether slow clients too take the steps that quick ones of the same make have taken. */
export const takesEveryStep = process.env["AWS_CLIENTS_EVERY_STEP"] !== undefined;

const cache = join(
  process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
  "sagemaker-async-inference",
  "aws-clients",
);
const ENVIRONMENTS = [
  { folder: join(cache, "newest"), packages: ["boto3", "awscli"] },
  // Debian 12's, which speaks the query protocol where newer ones speak JSON.
  { folder: join(cache, "debian-12"), packages: ["boto3==1.26.27", "botocore==1.29.27"] },
] as const;

/** The AWS SDK for JavaScript, and boto3 and the aws CLI of every `python3` that is on the PATH or installed. */
export function findCandidates(): Candidate[] {
  const pythons = programFolders()
    .map((folder) => join(folder, "python3"))
    .filter((path) => existsSync(path));
  return [
    {
      name: "The AWS SDK for JavaScript v3",
      isSlow: false,
      version: () => Promise.resolve("3"),
      open: (_version, connection) => new JavaScriptClient(connection),
    },
    ...pythons.map((python) => ({
      name: `boto3 of ${python}`,
      isSlow: false,
      version: () => versionOf(python, "boto3"),
      open: (version: string, connection: Connection) =>
        new Boto3Client(python, version, connection),
    })),
    ...pythons.map((python) => ({
      name: `The aws CLI of ${python}`,
      isSlow: true,
      version: () => versionOf(python, "awscli"),
      open: (version: string, connection: Connection) => new CliClient(python, version, connection),
    })),
  ];
}

/** Makes the virtual environments that are not there. */
function installEnvironments(): void {
  for (const { folder, packages } of ENVIRONMENTS) {
    const complete = join(folder, "complete");
    if (existsSync(complete)) continue;
    console.log(`    installing ${packages.join(", ")} in ${folder}`);
    execFileSync("python3", ["-m", "venv", "--clear", folder]);
    execFileSync(join(folder, "bin", "pip"), ["install", "--quiet", ...packages]);
    // An installation that broke off is made anew.
    writeFileSync(complete, "");
  }
}

function programFolders(): string[] {
  if (mayInstall) installEnvironments();
  const folders = [
    ...(mayInstall ? ENVIRONMENTS.map(({ folder }) => join(folder, "bin")) : []),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ].filter((folder) => existsSync(folder));
  // /bin is often another name of /usr/bin.
  const distinct = new Map<string, string>();
  for (const folder of folders) {
    const real = realpathSync(folder);
    if (!distinct.has(real)) distinct.set(real, folder);
  }
  return [...distinct.values()];
}

async function versionOf(python: string, module: string): Promise<string | undefined> {
  const script = `import ${module}; print(${module}.__version__)`;
  return run(python, ["-W", "ignore", "-c", script]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
