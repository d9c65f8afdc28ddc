import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { useServer } from "./local-server";

const run = promisify(execFile);

/** Python and the aws CLI take seconds to start. */
const SLOW_MS = 60_000;

async function isInstalled(command: string, flags: readonly string[]): Promise<boolean> {
  return run(command, flags).then(
    () => true,
    () => false,
  );
}

describe("Clients that are not written in JavaScript", function () {
  this.timeout(SLOW_MS);
  const server = useServer();

  it("boto3 finds what AWS would show it", async function () {
    if (!(await isInstalled("python3", ["-c", "import boto3"]))) {
      console.log("      boto3 is not installed for python3: skipped");
      this.skip();
    }
    const script = join(__dirname, "boto3-flow.py");
    const { stdout } = await run("python3", ["-W", "ignore", script, server.aws.endpoint]);
    expect(JSON.parse(stdout)).to.deep.equal({
      object: ["hello", { a: "b" }],
      keys: ["a b/ü&<.txt"],
      large: 9 * 1024 * 1024,
      presigned: "hello",
      missingKey: "NoSuchKey",
      missingPolicy: "NoSuchBucketPolicy",
      received: ["from sns"],
      missingQueue: "AWS.SimpleQueueService.NonExistentQueue",
      trust: { Version: "2012-10-17", Statement: [] },
      missingRole: "NoSuchEntity",
      account: "123456789012",
      metrics: ["m"],
      missingDashboard: "ResourceNotFound",
      missingEndpoint: "ValidationException",
      notOffered: "NotImplemented",
    });
  });

  it("the aws CLI stores, lists and fetches an object, and reads a queue", async function () {
    if (!(await isInstalled("aws", ["--version"]))) {
      console.log("      the aws CLI is not installed: skipped");
      this.skip();
    }
    const aws = async (...args: readonly string[]): Promise<string> => {
      const { stdout } = await run("aws", [...args, "--endpoint-url", server.aws.endpoint], {
        env: {
          ...process.env,
          AWS_ACCESS_KEY_ID: "any",
          AWS_SECRET_ACCESS_KEY: "thing",
          AWS_DEFAULT_REGION: "us-east-1",
          AWS_PAGER: "",
        },
      });
      return stdout;
    };
    await aws("s3", "mb", "s3://from-cli");
    await aws("s3", "cp", __filename, "s3://from-cli/folder/spec.ts");
    expect(await aws("s3", "ls", "s3://from-cli/folder/")).to.match(/ spec\.ts\n$/);
    const fetched = await aws("s3", "cp", "s3://from-cli/folder/spec.ts", "-");
    expect(fetched).to.include("the aws CLI stores, lists and fetches");
    const created = await aws("sqs", "create-queue", "--queue-name", "from-cli");
    const { QueueUrl } = JSON.parse(created) as { QueueUrl: string };
    await aws("sqs", "send-message", "--queue-url", QueueUrl, "--message-body", "hello");
    const received = await aws("sqs", "receive-message", "--queue-url", QueueUrl);
    expect(received).to.include('"Body": "hello"');
    await aws("s3", "rb", "s3://from-cli", "--force");
    expect(await aws("s3", "ls")).to.not.include("from-cli");
  });
});
