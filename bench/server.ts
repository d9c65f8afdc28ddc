import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import autocannon from "autocannon";

import { type Benchmark, median, type Measurement } from "./benchmark";
import { startServer, stopProcess } from "./server-process";

/** Connections that autocannon keeps busy. */
const CONNECTIONS = 64;

/** Length of one measurement, in seconds, and of the one before it that is thrown away. */
const SECONDS = 4;
const WARM_UP_SECONDS = 2;

/** Measurements of each server, in turn, of which the median counts: others use the machine too. */
const ROUNDS = 3;

const BUCKET = "bench";
const ENDPOINT = "bench";

/** A call that is measured, as it goes to any server that speaks the protocol. */
interface Call {
  readonly name: string;
  readonly goalPerSecond: number;
  readonly request: Pick<autocannon.Request, "method" | "path" | "headers"> & { body?: string };
}

const calls: readonly Call[] = [
  {
    name: "InvokeEndpointAsync",
    goalPerSecond: 15_000,
    request: {
      method: "POST",
      path: `/endpoints/${ENDPOINT}/async-invocations`,
      headers: {
        authorization: authorization("sagemaker"),
        "x-amzn-sagemaker-inputlocation": `s3://${BUCKET}/input.txt`,
        "x-amzn-sagemaker-content-type": "text/plain",
      },
    },
  },
  {
    name: "PutObject of 1 kB",
    goalPerSecond: 10_000,
    request: {
      method: "PUT",
      path: `/${BUCKET}/articles/article-1.txt`,
      headers: { authorization: authorization("s3"), "content-type": "text/plain" },
      body: "x".repeat(1000),
    },
  },
];

function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=any/20261125/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** A server in a process of its own. */
interface Peer {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** Requests a second that the local AWS answers, next to what Node's bare HTTP server and moto do in the same run. */
export const server: Benchmark = {
  name: "server",
  description: `requests a second from ${CONNECTIONS} connections, against a bare node:http handler and moto_server`,
  async run() {
    const peers: Peer[] = [];
    try {
      peers.push(await startNode("bare", "bare-server.ts"));
      peers.push(await startNode("ours", "server-under-load.ts"));
      const moto = await startMoto();
      if (moto !== undefined) {
        peers.push(moto);
      }
      const measurements: Measurement[] = [];
      for (const call of calls) {
        measurements.push(...(await measure(call, peers)));
      }
      return measurements;
    } finally {
      await Promise.all(peers.map((peer) => peer.stop()));
    }
  },
};

async function measure(call: Call, peers: readonly Peer[]): Promise<Measurement[]> {
  const rates = new Map<string, number[]>(peers.map(({ name }) => [name, []]));
  for (const peer of peers) {
    await load(peer, call, WARM_UP_SECONDS);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of peers) {
      rates.get(peer.name)?.push(await load(peer, call, SECONDS));
    }
  }
  const rateOf = (name: string): number => median(rates.get(name) ?? []);
  const ours = rateOf("ours");
  const { goalPerSecond } = call;
  return [
    {
      name: call.name,
      value: ours,
      unit: "requests/s",
      goal: `>= ${goalPerSecond}`,
      met: ours >= goalPerSecond,
    },
    { name: `${call.name}: bare node:http`, value: rateOf("bare"), unit: "requests/s" },
    { name: `${call.name}: ours to bare`, value: ours / rateOf("bare"), unit: "x" },
    ...(rates.has("moto")
      ? [
          { name: `${call.name}: moto_server`, value: rateOf("moto"), unit: "requests/s" },
          { name: `${call.name}: ours to moto`, value: ours / rateOf("moto"), unit: "x" },
        ]
      : []),
  ];
}

/** Successful answers a second; for our own server anything else is a failure of the benchmark. */
async function load(peer: Peer, { request, name }: Call, seconds: number): Promise<number> {
  const { url } = peer;
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [request],
  });
  if (peer.name === "ours" && (result.non2xx > 0 || result.errors > 0)) {
    throw new Error(
      `${name}: ${result.non2xx} answers were no success, ${result.errors} connections failed`,
    );
  }
  return result["2xx"] / result.duration;
}

async function startNode(name: string, file: string): Promise<Peer> {
  const { url, child } = await startServer(file, [BUCKET, ENDPOINT]);
  return { name, url, stop: () => stopProcess(child) };
}

/** Undefined, with a word on stderr, where moto is not installed. */
async function startMoto(): Promise<Peer | undefined> {
  try {
    execFileSync("moto_server", ["--help"], { stdio: "ignore" });
  } catch {
    process.stderr.write("server: moto_server is not installed, so it is left out\n");
    return undefined;
  }
  const port = await freePort();
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  const bucket = { method: "PUT", headers: { authorization: authorization("s3") } };
  for (let attempt = 0; attempt < 100; attempt++) {
    const made = await fetch(`${url}/${BUCKET}`, bucket).catch(() => undefined);
    if (made?.ok === true) {
      return { name: "moto", url, stop: () => stopProcess(child) };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stopProcess(child);
  throw new Error("moto_server did not start within 20 s");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
