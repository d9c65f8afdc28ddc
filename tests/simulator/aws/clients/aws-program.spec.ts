import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { useServer } from "../local-server";
import { cliEnvironment } from "./cli-client";

const run = promisify(execFile);

/** Each command starts Python anew, which takes seconds on a busy machine. */
const SLOW_MS = 120_000;

describe("The program `aws`, a process for each command", function () {
  this.timeout(SLOW_MS);
  const server = useServer();

  before(async function () {
    try {
      await run("aws", ["--version"]);
    } catch {
      console.log("    the aws CLI is not installed: skipped");
      this.skip();
    }
  });

  async function aws(...args: readonly string[]): Promise<string> {
    const { endpoint } = server.aws;
    const connection = { endpoint, region: "us-east-1", waiterDelaySeconds: 30, waiterAttempts: 1 };
    const { stdout } = await run("aws", [...args, "--endpoint-url", endpoint], {
      env: { ...process.env, ...cliEnvironment(connection) },
    });
    return stdout;
  }

  it("makes, fills, lists, reads and removes a bucket", async () => {
    await aws("s3", "mb", "s3://from-cli");
    await aws("s3", "cp", __filename, "s3://from-cli/folder/spec.ts");
    expect(await aws("s3", "ls", "s3://from-cli/folder/")).to.match(/ spec\.ts\n$/);
    const fetched = await aws("s3", "cp", "s3://from-cli/folder/spec.ts", "-");
    expect(fetched).to.include("a process for each command");
    await aws("s3", "rb", "s3://from-cli", "--force");
    expect(await aws("s3", "ls")).to.equal("");
  });

  it("ends with what the service said", async () => {
    const failed: unknown = await aws(
      "sagemaker",
      "describe-endpoint",
      "--endpoint-name",
      "none",
    ).catch((error: unknown) => error);
    expect(failed).to.include({ stdout: "" });
    expect((failed as { stderr: string }).stderr).to.include(
      "An error occurred (ValidationException) when calling the DescribeEndpoint operation: Could not find endpoint",
    );
  });
});
