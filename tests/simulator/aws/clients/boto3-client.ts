import { join } from "node:path";
import {
  type AwsClient,
  type AwsCommand,
  CallFailure,
  type Connection,
  type EndpointWaiter,
  operationOf,
} from "./client";
import { PythonProcess } from "./python-process";

interface Answer {
  readonly output?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly status?: number };
}

/** boto3 in a Python process that is told one call a line. */
export class Boto3Client implements AwsClient {
  readonly name: string;
  readonly keepsWaiterDelay = true;
  private readonly process: PythonProcess;

  constructor(python: string, version: string, connection: Connection) {
    this.name = `boto3 ${version}`;
    const script = join(__dirname, "boto3_driver.py");
    this.process = new PythonProcess(python, script, [JSON.stringify(connection)]);
  }

  async call<Output>(command: AwsCommand<Output>): Promise<Output> {
    const { service, name: operation, input } = operationOf(command);
    return (await this.ask({ do: "call", service, operation, input })) as Output;
  }

  async wait(waiter: EndpointWaiter, endpointName: string): Promise<void> {
    await this.ask({ do: "wait", waiter, endpointName });
  }

  async read(bucket: string, key: string): Promise<Buffer> {
    return (await this.ask({ do: "read", bucket, key })) as Buffer;
  }

  async upload(file: string, bucket: string, key: string): Promise<void> {
    await this.ask({ do: "upload", file, bucket, key });
  }

  async presign(bucket: string, key: string): Promise<string> {
    return (await this.ask({ do: "presign", bucket, key })) as string;
  }

  async close(): Promise<void> {
    await this.process.close();
  }

  private async ask(request: object): Promise<unknown> {
    const answer = await this.process.ask(JSON.stringify(request, tagged));
    const { output, error } = JSON.parse(answer, untagged) as Answer;
    if (error !== undefined) throw new CallFailure(error.code, error.message, error.status);
    return output;
  }
}

/** JSON has no bytes and no dates; `this` is asked because dates turn themselves into text first. */
function tagged(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const given = this[key];
  if (given instanceof Uint8Array) return { $bytes: Buffer.from(given).toString("base64") };
  if (given instanceof Date) return { $date: given.toISOString() };
  return value;
}

function untagged(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$bytes" in value) return Buffer.from(String(value.$bytes), "base64");
  if ("$date" in value) return new Date(String(value.$date));
  return value;
}
