import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect } from "chai";
import { parse } from "yaml";

const script = resolve(__dirname, "../../scripts/new-team.ts");

describe("npm run new-team", function () {
  this.timeout(30_000);

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "new-team-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(...flags: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const command = [
      "-r",
      require.resolve("@swc-node/register"),
      script,
      "--dir",
      folder,
      ...flags,
    ];
    return new Promise((done) => {
      const child = execFile(
        process.execPath,
        command,
        { cwd: join(__dirname, "../..") },
        (error, stdout, stderr) =>
          done({ exitCode: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
      child.stdin?.end();
    });
  }

  const written = (stack: string): string =>
    readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8");

  it("refuses a folder that is not there, and writes nothing", async () => {
    const missing = join(folder, "missing");
    const { exitCode, stderr } = await run("--dir", missing, "--team", "genomics", "--yes");
    expect(stderr).to.equal(
      `error: \`--dir\` is "${missing}", which is no folder; make it first, or name the one of the stack files\n`,
    );
    expect(exitCode).to.equal(2);
  });

  it("writes the team's settings over those of its environment, which it keeps with their comments", async () => {
    const { exitCode, stderr } = await run(
      ...["--team", "genomics", "--environment", "prod", "--region", "eu-west-1"],
      ...["--model", "google/pegasus-pubmed", "--max-capacity", "4"],
      ...["--set", "stepScaling=true", 'errorEmails=["oncall@example.org"]'],
    );
    expect(exitCode, stderr).to.equal(0);
    const text = written("genomics-prod");
    expect((parse(text) as { config: object }).config).to.include({
      "aws:region": "eu-west-1",
      "sagemaker-async-inference:team": "genomics",
      "sagemaker-async-inference:environment": "prod",
      "sagemaker-async-inference:modelId": "google/pegasus-pubmed",
      "sagemaker-async-inference:maxCapacity": 4,
      "sagemaker-async-inference:stepScaling": true,
      // Of Pulumi.prod.yaml.
      "sagemaker-async-inference:protect": true,
    });
    expect(text).to.contain("# Two instances stand in two availability zones.");
  });

  it("starts from the folder's own file of an environment where there is one", async () => {
    writeFileSync(
      join(folder, "Pulumi.dev.yaml"),
      "config:\n  aws:region: eu-central-1\n  sagemaker-async-inference:maxCapacity: 1\n",
    );
    expect((await run("--team", "press")).exitCode).to.equal(0);
    expect((parse(written("press-dev")) as { config: object }).config).to.deep.equal({
      "aws:region": "eu-central-1",
      "sagemaker-async-inference:maxCapacity": 1,
      "sagemaker-async-inference:team": "press",
      "sagemaker-async-inference:environment": "dev",
    });
  });

  it("says all that is wrong at once, and writes nothing", async () => {
    const { exitCode, stderr } = await run(
      ...["--team", "no spaces", "--concurrency", "0", "--set", "maxCapacty=3"],
    );
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain('`sagemaker-async-inference:team` is "no spaces"');
    expect(stderr).to.contain("from 1 to 1000");
    expect(stderr).to.contain("did you mean `sagemaker-async-inference:maxCapacity`?");
    expect(stderr).not.to.contain("    at ");
    expect(() => written("no spaces-dev")).to.throw("ENOENT");
  });

  it("overwrites no file", async () => {
    writeFileSync(join(folder, "Pulumi.press-dev.yaml"), "config: {}\n");
    const { exitCode, stderr } = await run("--team", "press");
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain("Pulumi.press-dev.yaml exists: change it by hand");
    expect(written("press-dev")).to.equal("config: {}\n");
  });

  it("asks nothing without a terminal, and says what is missing", async () => {
    const { exitCode, stderr } = await run("--environment", "dev");
    expect([exitCode, stderr]).to.deep.equal([
      2,
      "error: `--team` is missing: say who the stack belongs to\n",
    ]);
  });

  it("refuses what is no setting by what it has to look like", async () => {
    const { exitCode, stderr } = await run("--team", "press", "--set", "stepScaling");
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain("`--set` is stepScaling; give it as key=value");
  });
});
