import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AwsClient,
  type AwsCommand,
  CallFailure,
  clientCodes,
  type Connection,
  type EndpointWaiter,
  type Operation,
  operationOf,
  separated,
} from "./client";
import { PythonProcess } from "./python-process";

/** Operations that write what they are answered to a file, whose name is the last argument. */
const ANSWERED_IN_A_FILE = ["GetObject", "InvokeEndpoint"];

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The aws CLI, told its arguments as on a command line. */
export class CliClient implements AwsClient {
  readonly name: string;
  /** They look every 30 seconds and cannot be told otherwise. */
  readonly keepsWaiterDelay = false;
  private readonly folder = mkdtempSync(join(tmpdir(), "cli-client-"));
  private readonly process: PythonProcess;
  private files = 0;

  constructor(
    python: string,
    version: string,
    private readonly connection: Connection,
  ) {
    this.name = `aws CLI ${version}`;
    this.process = new PythonProcess(python, join(__dirname, "cli_driver.py"), [], {
      ...process.env,
      ...cliEnvironment(connection),
    });
  }

  async call<Output>(command: AwsCommand<Output>): Promise<Output> {
    const operation = operationOf(command);
    const { service, name, input } = operation;
    const { Body: body, ...rest } = input;
    const args = [service === "s3" ? "s3api" : service, separated(name, "-")];
    if (ANSWERED_IN_A_FILE.includes(name)) {
      // With these the CLI wants each parameter as an option of its own.
      for (const [key, value] of Object.entries(rest)) {
        args.push(`--${separated(key, "-")}`, String(value));
      }
      args.push(this.nextFile());
    } else {
      args.push("--cli-input-json", JSON.stringify(rest));
    }
    if (body !== undefined) args.push("--body", await this.bodyArgument(operation, body));
    const stdout = await this.run(args);
    return (stdout.trim() === "" ? {} : JSON.parse(stdout, withDates)) as Output;
  }

  async wait(waiter: EndpointWaiter, endpointName: string): Promise<void> {
    await this.run(["sagemaker", "wait", separated(waiter, "-"), "--endpoint-name", endpointName]);
  }

  async read(bucket: string, key: string): Promise<Buffer> {
    const file = this.nextFile();
    await this.run(["s3api", "get-object", "--bucket", bucket, "--key", key, file]);
    return await readFile(file);
  }

  async upload(file: string, bucket: string, key: string): Promise<void> {
    await this.run(["s3", "cp", file, `s3://${bucket}/${key}`]);
  }

  async presign(bucket: string, key: string): Promise<string> {
    return (await this.run(["s3", "presign", `s3://${bucket}/${key}`])).trim();
  }

  async close(): Promise<void> {
    await this.process.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** S3 takes the name of a file, the others take its bytes. */
  private async bodyArgument({ service }: Operation, body: unknown): Promise<string> {
    const file = this.nextFile();
    await writeFile(file, body as string | Uint8Array);
    return service === "s3" ? file : `fileb://${file}`;
  }

  private nextFile(): string {
    return join(this.folder, String(this.files++));
  }

  private async run(args: readonly string[]): Promise<string> {
    const { endpoint } = this.connection;
    const where = endpoint === undefined ? [] : ["--endpoint-url", endpoint];
    const line = JSON.stringify([...args, ...where, "--output", "json"]);
    const { status, stdout, stderr } = JSON.parse(await this.process.ask(line)) as Ended;
    if (status !== 0) throw failureOf(stderr);
    return stdout;
  }
}

/** What keeps the CLI from asking anyone else for credentials or a pager. */
export function cliEnvironment({ endpoint, region }: Connection): NodeJS.ProcessEnv {
  const always = { AWS_DEFAULT_REGION: region, AWS_PAGER: "" };
  if (endpoint === undefined) return always;
  return {
    ...always,
    AWS_MAX_ATTEMPTS: "1",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_ACCESS_KEY_ID: "any",
    AWS_SECRET_ACCESS_KEY: "thing",
  };
}

function failureOf(stderr: string): CallFailure {
  const told =
    /An error occurred \((?<code>[^)]+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: (?<message>[^]*)/;
  const { code, message } = told.exec(stderr)?.groups ?? {};
  if (/Waiter \w+ failed/.test(stderr)) {
    return new CallFailure(clientCodes.waiterFailed, stderr.trim());
  }
  if (code !== undefined && message !== undefined) return new CallFailure(code, message.trim());
  if (/Unknown (parameter|options)|Invalid choice|argument operation/i.test(stderr)) {
    return new CallFailure(clientCodes.unknownToClient, stderr.trim());
  }
  return new CallFailure("CliFailed", stderr.trim());
}

/** Version 2 prints points in time as ISO 8601, version 1 as the service sends them: often as epoch seconds. */
function withDates(key: string, value: unknown): unknown {
  if (typeof value === "number" && /(Time|Timestamp|Date)$/.test(key))
    return new Date(value * 1000);
  return typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*([+-]\d\d:\d\d|Z)$/.test(value)
    ? new Date(value)
    : value;
}
