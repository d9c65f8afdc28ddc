import { setTimeout as sleep } from "node:timers/promises";

import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";

import { type AwsClients, createClients } from "./clients";
import { DeployError, messageOf } from "./errors";

/** A server that answers, and what a deployment needs to know of it. */
export interface ServerConnection {
  readonly endpoint: string;
  readonly accountId: string;
  /** Simulated seconds a wall-clock second; 1 on a server that does not say. */
  readonly speed: number;
  /** Clients for a region, made once. */
  clients(region: string): AwsClients;
  /** Waits that many of the server's seconds, but no less than a tenth of a second of ours. */
  sleep(serverSeconds: number, signal?: AbortSignal): Promise<void>;
  close(): void;
}

const SHORTEST_SLEEP_SECONDS = 0.1;

/**
 * Connects to a local AWS server.
 *
 * @throws DeployError (exit code 2) when the address is no http(s) URL, is AWS's own, or nothing answers there
 */
export async function connect(endpoint: string, region: string): Promise<ServerConnection> {
  const url = checkedUrl(endpoint);
  const speed = await serverSpeed(url, endpoint);
  const byRegion = new Map<string, AwsClients>();
  const clients = (name: string): AwsClients => {
    const known = byRegion.get(name) ?? createClients(url.origin, name);
    byRegion.set(name, known);
    return known;
  };
  const identity = await clients(region)
    .sts.send(new GetCallerIdentityCommand({}))
    .catch((cause: unknown) => {
      throw new DeployError(
        `${endpoint} answers, but not as AWS does (STS GetCallerIdentity: ${messageOf(cause)}); give the address of a running \`npm run emulator\``,
        2,
        { cause },
      );
    });
  return {
    endpoint: url.origin,
    accountId: identity.Account ?? "123456789012",
    speed,
    clients,
    sleep: async (serverSeconds, signal) => {
      const seconds = Math.max(serverSeconds / speed, SHORTEST_SLEEP_SECONDS);
      await sleep(seconds * 1000, undefined, signal ? { signal } : {});
    },
    close: () => byRegion.forEach((known) => known.destroy()),
  };
}

/** Whether something at that address speaks HTTP. */
export async function answers(endpoint: string): Promise<boolean> {
  return get(endpoint, 2000).then(
    () => true,
    () => false,
  );
}

function checkedUrl(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new DeployError(
      `\`--endpoint\` is ${JSON.stringify(endpoint)}; give the URL of a local AWS server, such as http://127.0.0.1:4566`,
      2,
    );
  }
  if (/(^|\.)(amazonaws\.com(\.cn)?|api\.aws)$/.test(url.hostname)) {
    throw new DeployError(
      `\`--endpoint\` is ${endpoint}, which is AWS itself; deploy:local is for local servers only. Use \`pulumi up\` for AWS`,
      2,
    );
  }
  return url;
}

/**
 * A GET that fails when no answer comes in time. Node's `fetch` never settles when a server hangs up at once, and the
 * timer of `AbortSignal.timeout` does not hold the process, which would then end in silence and look like a success.
 */
async function get(url: string | URL, timeoutMilliseconds: number): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMilliseconds);
  try {
    return await fetch(url, { signal: late.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function serverSpeed(url: URL, endpoint: string): Promise<number> {
  const response = await get(new URL("/_local/health", url), 5000).catch((cause: unknown) => {
    throw new DeployError(
      `Nothing answers at ${endpoint}; start a server with \`npm run emulator -- --port ${url.port || "4566"}\`, or correct \`--endpoint\``,
      2,
      { cause },
    );
  });
  const health: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  const speed = (health as { speed?: unknown } | undefined)?.speed;
  return typeof speed === "number" && speed > 0 ? speed : 1;
}
