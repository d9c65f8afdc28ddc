import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

const run = promisify(execFile);
const root = resolve(__dirname, "../..");
const example = join(root, "examples/components/typescript");

/** What a program of its own does in a fresh project: it runs under Pulumi's mocks and tells what it has registered. */
const host = `
const pulumi = require("@pulumi/pulumi");
const registered = [];
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    registered.push(type + " " + name);
    return { id: inputs.name ?? name, state: { ...inputs, name: inputs.name ?? name, arn: "arn:aws:kms:us-east-1:123456789012:key/1" } };
  },
  call: () => ({ region: "us-east-1", accountId: "123456789012", partition: "aws" }),
}, "summaries", "test").then(async () => {
  await pulumi.runtime.runInPulumiStack(async () => require("./index.js"));
  await pulumi.runtime.disconnect();
  console.log(JSON.stringify(registered));
});
`;

interface Manifest {
  readonly private?: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What is installed along with a package, by name. */
function required({ dependencies, peerDependencies }: Manifest): Readonly<Record<string, string>> {
  return { ...dependencies, ...peerDependencies };
}

describe("the npm package of the components", function () {
  this.timeout(120_000);

  let project: string;
  let manifest: Manifest;
  before(async () => {
    const { stdout } = await run("npm", ["run", "--silent", "package"], { cwd: root });
    project = mkdtempSync(join(tmpdir(), "npm-package-"));
    const installed = join(project, "node_modules", "sagemaker-async-inference");
    mkdirSync(installed, { recursive: true });
    await run("tar", [
      "xzf",
      join(root, stdout.trim()),
      "-C",
      installed,
      "--strip-components",
      "1",
    ]);
    // What npm would install for it, and nothing else of the repository's: a dependency that it does not name is not found.
    manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Manifest;
    for (const name of ["@types/node", ...Object.keys(required(manifest))]) {
      const link = join(project, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, "node_modules", name), link);
    }
    cpSync(join(example, "index.ts"), join(project, "index.ts"));
    writeFileSync(join(project, "package.json"), "{}");
    writeFileSync(join(project, "host.js"), host);
  });
  after(() => rmSync(project, { recursive: true }));

  it("has types and code for a program that imports it by its name", async () => {
    const compiler = require.resolve("typescript/bin/tsc");
    const options = ["--strict", "--module", "node20", "--target", "es2022", "--skipLibCheck"];
    await run(process.execPath, [compiler, ...options, "--types", "node", "index.ts"], {
      cwd: project,
    });
    const { stdout } = await run(process.execPath, ["host.js"], { cwd: project });
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).to.include.members([
      "sagemaker-async-inference:index:AsyncInferenceEndpoint summaries",
      "aws:sagemaker/endpoint:Endpoint summaries-endpoint",
      "aws:appautoscaling/target:Target summaries-target",
      "aws:cloudwatch/dashboard:Dashboard summaries-dashboard",
      "aws:iam/rolePolicy:RolePolicy reader-invokes-summaries",
    ]);
  });

  it("takes Pulumi's SDKs from the program that it is part of, so that there is one of each", () => {
    const { dependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as Manifest;
    const range = (name: string): string => `^${dependencies[name] ?? ""}`;
    expect(manifest.peerDependencies).to.deep.equal({
      "@pulumi/aws": range("@pulumi/aws"),
      "@pulumi/pulumi": range("@pulumi/pulumi"),
    });
    expect(manifest.dependencies).to.deep.equal({ "@pulumi/awsx": range("@pulumi/awsx") });
  });

  it("may be published, holds the function that Lambda runs, and nothing of the simulator or the load", async () => {
    const folder = join(project, "node_modules/sagemaker-async-inference");
    expect(manifest).not.to.have.property("private");
    expect(readFileSync(join(folder, "components/endpoint/record-result.mjs"), "utf8")).to.equal(
      readFileSync(join(root, "components/endpoint/record-result.mjs"), "utf8"),
    );
    const { stdout } = await run("ls", [folder]);
    expect(stdout.trim().split("\n")).to.have.members([
      ...["CHANGELOG.md", "LICENSE", "README.md", "components", "package.json", "sagemaker"],
    ]);
  });
});
