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
import { join, resolve } from "node:path";
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

describe("the npm package of the components", function () {
  this.timeout(120_000);

  let project: string;
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
    symlinkSync(join(root, "node_modules/@pulumi"), join(project, "node_modules/@pulumi"));
    symlinkSync(join(root, "node_modules/@types"), join(project, "node_modules/@types"));
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

  it("needs Pulumi alone, holds the function that Lambda runs, and nothing of the simulator or the load", async () => {
    const folder = join(project, "node_modules/sagemaker-async-inference");
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      dependencies: object;
    };
    expect(Object.keys(dependencies)).to.have.members(["@pulumi/aws", "@pulumi/pulumi"]);
    expect(readFileSync(join(folder, "components/endpoint/record-result.mjs"), "utf8")).to.equal(
      readFileSync(join(root, "components/endpoint/record-result.mjs"), "utf8"),
    );
    const { stdout } = await run("ls", [folder]);
    expect(stdout.trim().split("\n")).to.have.members([
      ...["CHANGELOG.md", "LICENSE", "README.md", "components", "package.json", "sagemaker"],
    ]);
  });
});
