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
import { join } from "node:path";

import { LocalWorkspace, type OpMap, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { expect } from "chai";

import { type LocalAws, startLocalAws } from "../simulator/aws/local-aws";
import { projectFolder } from "./provider-check/program-graph";
import { leftovers } from "./simulator/deploy/leftovers";

/** The provider waits half a minute of its own for each queue, at creation and at removal. */
const A_COMMAND_MS = 10 * 60 * 1000;

// One stack lives through these in order: each test begins where the one before has left it.
describe("the program under the Pulumi CLI, on the local AWS", function () {
  this.timeout(A_COMMAND_MS);

  let folder: string;
  let aws: LocalAws | undefined;
  let stack: Stack;

  before(async function () {
    const pulumiCommand = await PulumiCommand.get().catch((error: unknown) => String(error));
    if (typeof pulumiCommand === "string") {
      console.log(
        `      no Pulumi CLI that can be used (${pulumiCommand.split("\n")[0]}): skipped`,
      );
      return this.skip();
    }
    aws = await startLocalAws({ speed: 3600 });
    folder = copyOfTheProject(aws.endpoint);
    stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "local", workDir: join(folder, "project") },
      {
        pulumiCommand,
        envVars: {
          PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
          PULUMI_CONFIG_PASSPHRASE: "local",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    const { version } = JSON.parse(
      readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8"),
    ) as { version: string };
    try {
      await stack.workspace.installPlugin("aws", `v${version}`);
    } catch (error) {
      console.log(
        `      pulumi-aws ${version} cannot be had (${String(error).split("\n")[0]}): skipped`,
      );
      return this.skip();
    }
  });
  after(async () => {
    await aws?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it("previews every resource as one to create, and the policy pack lets it pass", async () => {
    const policies = join(projectFolder, "policies");
    const { changeSummary } = await stack.preview({
      policyPacks: [policies],
      policyPackConfigs: [join(policies, "config", "local.json")],
    });
    expect(Object.keys(changeSummary)).to.deep.equal(["create"]);
    expect(changeSummary.create).to.be.above(30);
  });

  it("creates them", async () => {
    const { summary, outputs } = await stack.up();
    expect([summary.result, Object.keys(summary.resourceChanges ?? {})]).to.deep.equal([
      "succeeded",
      ["create"],
    ]);
    expect(outputs["endpointName"]?.value).to.equal("research-inference-local");
  });

  it("has nothing to do when nothing has changed", async () => {
    const { summary } = await stack.up({ expectNoChanges: true });
    expect(changesIn(summary.resourceChanges)).to.deep.equal({});
  });

  it("makes a new model and configuration for a changed setting, and moves the endpoint over", async () => {
    await stack.setConfig("sagemaker-async-inference:modelRevision", { value: "v2" });
    const { summary } = await stack.up();
    expect(changesIn(summary.resourceChanges)).to.deep.equal({ replace: 2, update: 1 });
    expect(await leftovers(aws?.endpoint ?? "", "us-east-1")).to.include({
      models: 1,
      configurations: 1,
      endpoints: 1,
    });
  });

  // The first refresh learns what one resource has written into another: a bucket's policy, a queue's.
  it("finds no drift by refreshing, and has nothing to do afterwards", async () => {
    await stack.refresh();
    await stack.refresh({ expectNoChanges: true });
    await stack.up({ expectNoChanges: true });
  });

  it("destroys everything", async () => {
    const { summary } = await stack.destroy();
    expect(summary.result).to.equal("succeeded");
    expect(await leftovers(aws?.endpoint ?? "", "us-east-1")).to.deep.equal({});
  });
});

/**
 * The project in a folder of its own, so that the CLI writes no stack file into ours. The program is a link: Node loads
 * what it points to, with everything beside it.
 */
function copyOfTheProject(endpoint: string): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-cli-"));
  const project = join(folder, "project");
  mkdirSync(project);
  mkdirSync(join(folder, "state"));
  cpSync(join(projectFolder, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
  const settings = readFileSync(join(projectFolder, "Pulumi.local.yaml"), "utf8");
  writeFileSync(
    join(project, "Pulumi.local.yaml"),
    settings.replaceAll("http://127.0.0.1:4566", endpoint),
  );
  for (const name of ["index.ts", "package.json", "tsconfig.json", "node_modules"]) {
    symlinkSync(join(projectFolder, name), join(project, name));
  }
  return folder;
}

function changesIn(changes: OpMap = {}): OpMap {
  return Object.fromEntries(Object.entries(changes).filter(([operation]) => operation !== "same"));
}
