import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import autocannon from "autocannon";

import { type Benchmark, median, type Measurement } from "./benchmark";
import { sendOnNewConnections } from "./closing-load";
import { processorSeconds, startServer, stopProcess } from "./server-process";

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
  /** As the table calls it. */
  readonly title: string;
  readonly url: string;
  readonly pid: number | undefined;
  /** Whether it closes a connection after each answer. */
  readonly closesConnections?: boolean;
  stop(): Promise<void>;
}

/** What a server did under load. */
interface Load {
  readonly perSecond: number;
  /** Processor time a request, in microseconds: it says more than the rate where others use the machine too. */
  readonly processorMicroseconds: number;
}

/** Requests a second that the local AWS answers, next to what Node's bare HTTP server and moto do in the same run. */
export const server: Benchmark = {
  name: "server",
  description: `requests a second from ${CONNECTIONS} connections, against a bare node:http handler and moto_server`,
  async run() {
    const peers: Peer[] = [];
    try {
      peers.push(await startNode("bare", "bare node:http", "bare-server.ts"));
      peers.push(await startNode("ours", "the local AWS", "server-under-load.ts"));
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
  const loads = new Map<string, Load[]>(peers.map(({ name }) => [name, []]));
  for (const peer of peers) {
    await load(peer, call, WARM_UP_SECONDS);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of peers) {
      loads.get(peer.name)?.push(await load(peer, call, SECONDS));
    }
  }
  const medianOf = (name: string, of: keyof Load): number =>
    median((loads.get(name) ?? []).map((each) => each[of]));
  const ours = medianOf("ours", "perSecond");
  const { goalPerSecond } = call;
  const others = peers.filter(({ name }) => name !== "ours");
  return [
    {
      name: call.name,
      value: ours,
      unit: "requests/s",
      goal: `>= ${goalPerSecond}`,
      met: ours >= goalPerSecond,
    },
    ...others.flatMap(({ name, title }) => [
      {
        name: `${call.name}: ${title}`,
        value: medianOf(name, "perSecond"),
        unit: "requests/s",
      },
      {
        name: `${call.name}: ours to ${title}`,
        value: ours / medianOf(name, "perSecond"),
        unit: "x",
      },
    ]),
    ...peers
      .map(({ name, title }) => ({
        name: `${call.name}: processor time of ${title}`,
        value: medianOf(name, "processorMicroseconds"),
        unit: "µs a request",
      }))
      .filter(({ value }) => !Number.isNaN(value)),
  ];
}

/** Successful answers a second; for our own server anything else is a failure of the benchmark. */
async function load(peer: Peer, { request, name }: Call, seconds: number): Promise<Load> {
  const { url, pid } = peer;
  const before = processorSeconds(pid);
  if (peer.closesConnections === true) {
    const begin = performance.now();
    const successes = await sendOnNewConnections(url, request, CONNECTIONS, seconds);
    return {
      perSecond: successes / ((performance.now() - begin) / 1000),
      processorMicroseconds: ((processorSeconds(pid) - before) * 1e6) / successes,
    };
  }
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
  return {
    perSecond: result["2xx"] / result.duration,
    processorMicroseconds: ((processorSeconds(pid) - before) * 1e6) / result["2xx"],
  };
}

async function startNode(name: string, title: string, file: string): Promise<Peer> {
  const { url, child } = await startServer(file, [BUCKET, ENDPOINT]);
  return { name, title, url, pid: child.pid, stop: () => stopProcess(child) };
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
      const { pid } = child;
      const stop = (): Promise<void> => stopProcess(child);
      return { name: "moto", title: "moto_server", url, pid, closesConnections: true, stop };
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
