import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startLocalAws } from "../../simulator/aws/local-aws";
import { ServiceModel } from "../../simulator/aws/protocols/service-model";
import { services } from "../../simulator/aws/services";
import { Chance } from "./chance";
import { encode, type RawRequest } from "./encoding";
import { exchange, type Manner } from "./exchange";
import { mutate } from "./mutations";
import { seedState } from "./seeded-state";
import { drawInput } from "./values";
import { faultOf } from "./verdict";

/** How to fuzz. */
export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Told now and then how many requests are done. */
  readonly progress?: (done: number) => void;
}

/** What came of it. */
export interface FuzzReport {
  readonly requests: number;
  /** How many answers had each status; "none" for connections that were broken off. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Each kind of fault once, with the request that first met it. */
  readonly faults: readonly string[];
  /** Heap in use after a collection, in bytes: after the first round, and after the last. */
  readonly heapBytes: { readonly first: number; readonly last: number };
}

/** Requests between two resets of the server: what the first ones made, later ones meet. */
const ROUND = 2000;

/** Requests under way at a time. */
const AT_A_TIME = 32;

const models = services.map((definition) => new ServiceModel(definition));

const manners: readonly Manner[] = [
  ...Array<Manner>(20).fill("whole"),
  "in pieces",
  "broken off",
  "half open",
  "no length",
  "wrong length",
];

/**
 * Sends drawn requests, some whole and some broken, to a server of its own. It must answer all of them as AWS would, forget
 * them all in the end, and write nothing outside its folder.
 */
export async function fuzz({ requests, seed, progress }: FuzzOptions): Promise<FuzzReport> {
  const home = await mkdtemp(join(tmpdir(), "fuzz-"));
  const dataDir = join(home, "a", "b", "data");
  const complaints: string[] = [];
  const unhandled = (error: unknown): void => void complaints.push(`unhandled: ${describe(error)}`);
  process.on("unhandledRejection", unhandled);
  const aws = await startLocalAws({ dataDir, speed: 600, seed });
  const port = Number(new URL(aws.endpoint).port);
  const statuses: Record<string, number> = {};
  const faults = new Map<string, string>();
  const heap: number[] = [];
  try {
    for (let done = 0; done < requests; done += ROUND) {
      await aws.reset();
      await seedState(aws.endpoint);
      const inRound = Math.min(ROUND, requests - done);
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next < inRound) {
          const chance = new Chance(seed * 1_000_003 + done + next++);
          const request = await drawRequest(chance);
          const manner = chance.pick(manners);
          try {
            const answer = await exchange(port, request, manner, chance);
            const status = String(answer.status ?? "none");
            statuses[status] = (statuses[status] ?? 0) + 1;
            const fault = faultOf(answer, request.method);
            if (fault !== undefined) {
              const kind = `${fault}: ${answer.body.slice(0, 200)}`;
              faults.set(kind, `${kind}\n  ${summary(request, manner)}`);
            }
          } catch (error) {
            faults.set(String(error), `${String(error)}\n  ${summary(request, manner)}`);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, worker));
      await aws.reset();
      heap.push(await settledHeap());
      progress?.(done + inRound);
    }
    complaints.push(...(await strayFiles(home)));
  } finally {
    await aws.close();
    process.removeListener("unhandledRejection", unhandled);
    await rm(home, { recursive: true, force: true });
  }
  return {
    requests,
    statuses,
    faults: [...faults.values(), ...complaints],
    heapBytes: { first: heap[0] ?? 0, last: heap.at(-1) ?? 0 },
  };
}

async function drawRequest(chance: Chance): Promise<RawRequest> {
  for (;;) {
    const model = chance.pick(models);
    const { definition } = model;
    const offered = Object.keys(definition.operations);
    const name = chance.is(0.97) ? chance.pick(offered) : chance.pick([...model.operations.keys()]);
    const operation = model.operations.get(name);
    if (operation !== undefined) {
      const input = drawInput(operation.input, chance);
      const protocol = chance.pick(definition.protocols);
      const request = await encode(definition, protocol, operation, model.namespace, input);
      if (request !== undefined) {
        if (chance.is(0.4)) {
          mutate(request, chance);
        }
        return request;
      }
    }
  }
}

function summary({ method, target, headers, body }: RawRequest, manner: Manner): string {
  const head = headers.map(([name, value]) => `${name}: ${value.slice(0, 80)}`).join("; ");
  return `${manner}: ${method} ${target.slice(0, 300)} | ${head.slice(0, 500)} | ${body.toString("latin1", 0, 500)}`;
}

/** Only the data folder may have come into being. */
async function strayFiles(home: string): Promise<string[]> {
  const found = await readdir(home, { recursive: true, withFileTypes: true });
  return found
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) => !/^\/a(\/b(\/data(\/(s3-|inline-inputs).*)?)?)?$/.test(path.slice(home.length)),
    )
    .map((path) => `a file outside the data folder: ${path}`);
}

/** Heap that is still in use once all that can be collected is. */
async function settledHeap(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  await new Promise((resolve) => setTimeout(resolve, 50));
  collect();
  return process.memoryUsage().heapUsed;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
