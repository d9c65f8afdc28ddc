import { execFile } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";

import { expect } from "chai";

import { type LocalAws, startLocalAws } from "../../simulator/aws/local-aws";

const SCRIPT = resolve(__dirname, "../../scripts/deploy-local.ts");
const FIXTURE = resolve(__dirname, "../simulator/deploy/fixtures/named-bucket");

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("npm run deploy:local", function () {
  this.timeout(60_000);

  let aws: LocalAws;
  let project: string;

  before(async () => {
    aws = await startLocalAws({ speed: 3600 });
    // Beside the fixture, for the program finds the project's packages from there.
    project = mkdtempSync(`${FIXTURE}-`);
    cpSync(FIXTURE, project, { recursive: true });
  });
  after(async () => {
    await aws.close();
    rmSync(project, { recursive: true });
  });

  function run(...flags: string[]): Promise<Run> {
    const command = ["-r", require.resolve("@swc-node/register"), SCRIPT, ...flags];
    return new Promise((done) => {
      execFile(process.execPath, command, { cwd: project }, (error, stdout, stderr) =>
        done({ exitCode: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
    });
  }

  it("deploys, prints a line a resource, and takes the stack off again", async () => {
    const deployed = await run("--endpoint", aws.endpoint);
    expect(deployed.exitCode, deployed.stderr).to.equal(0);
    expect(deployed.stdout).to.match(/^\+ created +data +aws:s3\/bucket:Bucket/m);
    expect(deployed.stdout).to.contain(`Stack local on ${aws.endpoint}: 3 created`);
    expect(existsSync(join(project, ".local-stacks", "local.json"))).to.equal(true);

    const destroyed = await run("--endpoint", aws.endpoint, "--destroy");
    expect(destroyed.exitCode, destroyed.stderr).to.equal(0);
    expect(destroyed.stdout).to.contain(`Stack local on ${aws.endpoint}: 3 deleted`);
    expect(existsSync(join(project, ".local-stacks", "local.json"))).to.equal(false);
  });

  it("prints JSON alone on stdout when asked for it", async () => {
    const { stdout, stderr } = await run("--endpoint", aws.endpoint, "--json");
    expect(JSON.parse(stdout)).to.deep.include({ stack: "local", endpoint: aws.endpoint });
    expect(stderr).to.match(/^\+ created +data +aws:s3\/bucket:Bucket/m);
    await run("--endpoint", aws.endpoint, "--destroy");
  });

  it("exits with 2 on a stack that there is not, naming those there are", async () => {
    const { exitCode, stderr } = await run("--endpoint", aws.endpoint, "--stack", "prod");
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain("`--stack` takes one of: local");
  });

  it("exits with 2 without an endpoint", async () => {
    const { exitCode, stderr } = await run();
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain("required option '--endpoint <url>' not specified");
  });

  it("exits with 2 on a setting that is no pair", async () => {
    const { exitCode, stderr } = await run("--endpoint", aws.endpoint, "--config", "size");
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain("error: `--config` is size; give it as key=value");
  });

  it("exits with 2 on a server that hangs up without an answer", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await run("--endpoint", `http://127.0.0.1:${port}`);
    server.close();
    expect(exitCode).to.equal(2);
    expect(stderr).to.contain(`error: Nothing answers at http://127.0.0.1:${port}; start a server`);
  });
});
