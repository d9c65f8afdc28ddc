import { type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { type Benchmark, type Measurement } from "./benchmark";
import { startServer, stopProcess } from "./server-process";

const GIGABYTE = 1_000_000_000;
const CHUNK = Buffer.alloc(1_000_000, "An article that is a million bytes long. ");
const MOST_EXTRA_MB = 150;

/** How much memory the server takes to move the largest payload that SageMaker allows: in, through a model, and out. */
export const largePayload: Benchmark = {
  name: "large-payload",
  description:
    "memory of the server while 1 GB goes into S3, through an echoing container, and out",
  async run() {
    const container = createServer((incoming, response) => void incoming.pipe(response));
    container.listen(0, "127.0.0.1");
    await once(container, "listening");
    const { port } = container.address() as AddressInfo;
    const { url, child } = await startServer("server-with-container.ts", [
      `http://127.0.0.1:${port}`,
    ]);
    try {
      return await measure(url, child);
    } finally {
      await stopProcess(child);
      container.closeAllConnections();
      container.close();
    }
  },
};

async function measure(url: string, child: ChildProcess): Promise<Measurement[]> {
  const before = residentMegabytes(child, "VmRSS");
  const started = performance.now();
  await put(`${url}/bench/in.txt`);
  const stored = performance.now();
  const output = `${url}/bench/${await invoke(url)}`;
  await untilThere(output);
  const answered = performance.now();
  const digest = await digestOf(output);
  const read = performance.now();
  const extra = residentMegabytes(child, "VmHWM") - before;
  if (digest !== digestOfSent()) {
    throw new Error("1 GB came back changed");
  }
  const seconds = (from: number, to: number): number => (to - from) / 1000;
  return [
    { name: "PutObject of 1 GB", value: seconds(started, stored), unit: "s" },
    { name: "invocation with 1 GB in and out", value: seconds(stored, answered), unit: "s" },
    { name: "GetObject of 1 GB", value: seconds(answered, read), unit: "s" },
    {
      name: "extra memory at the highest",
      value: extra,
      unit: "MB",
      goal: `< ${MOST_EXTRA_MB} MB`,
      met: extra < MOST_EXTRA_MB,
    },
  ];
}

function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=any/20261125/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

function put(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: authorization("s3"),
      "content-length": GIGABYTE,
      "content-type": "text/plain",
    };
    const upload = request(url, { method: "PUT", headers }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`PutObject ended in ${response.statusCode}`));
    });
    pipeline(Readable.from(chunks(), { objectMode: false }), upload).catch(reject);
  });
}

function* chunks(): Generator<Buffer> {
  for (let sentBytes = 0; sentBytes < GIGABYTE; sentBytes += CHUNK.length) {
    yield CHUNK;
  }
}

function digestOfSent(): string {
  const hash = createHash("sha256");
  for (const chunk of chunks()) hash.update(chunk);
  return hash.digest("hex");
}

/** Gives the key at which the answer will be. */
async function invoke(url: string): Promise<string> {
  const response = await fetch(`${url}/endpoints/bench/async-invocations`, {
    method: "POST",
    headers: {
      authorization: authorization("sagemaker"),
      "x-amzn-sagemaker-inputlocation": "s3://bench/in.txt",
      "x-amzn-sagemaker-invocationtimeoutseconds": "3600",
    },
  });
  const location = response.headers.get("x-amzn-sagemaker-outputlocation");
  if (location === null) {
    throw new Error(`InvokeEndpointAsync ended in ${response.status}: ${await response.text()}`);
  }
  return location.replace(/^s3:\/\/bench\//, "");
}

async function digestOf(url: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: authorization("s3") } });
  const hash = createHash("sha256");
  for await (const chunk of response.body ?? []) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

async function untilThere(url: string): Promise<void> {
  const head = { method: "HEAD", headers: { authorization: authorization("s3") } };
  for (let attempt = 0; attempt < 6000; attempt++) {
    if ((await fetch(url, head)).status === 200) {
      return;
    }
    await sleep(20);
  }
  throw new Error("The answer to the invocation did not come within two minutes");
}

/** Resident memory as Linux counts it: at present, or at its highest since the process began. */
function residentMegabytes({ pid }: ChildProcess, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1000;
}
