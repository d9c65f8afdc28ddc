import { join } from "node:path";

import { loadScenario } from "../simulator/scenario/load-scenario";
import { parseScenario } from "../simulator/scenario/parse-scenario";
import { type Scenario } from "../simulator/scenario/schema";
import { type Benchmark, type Measurement } from "./benchmark";
import { compile } from "./compile";
import { type EngineRunName, type EngineRunResult } from "./engine-run";
import { runOnOneCore } from "./one-core";
import { queue, queueArrivals, queueSeed, queueService } from "./queue";
import { runSimpy } from "./simpy";

const million = 1e6;
const defaultScenario = join(__dirname, "..", "examples", "scenarios", "default.json");
const queueRequests = 2 * million;
const simpyRequests = 200_000;
const memoryRequests = 100 * million;
/** How far a mean wait may be from Erlang C's: several standard errors of the shortest run. */
const tolerance = 0.1;

/** How fast the engine is, and how much memory it takes, beside SimPy and a bare event loop on the same queue. */
export const engine: Benchmark = {
  name: "engine",
  description:
    "M/M/4 and the default scenario through the endpoint model; processor time on one core (about 3 minutes)",
  async run() {
    const fixed = await perSecond("fixed", queueRequests);
    const scaled = await perSecond("scaled", queueRequests, scaledScenario(queueRequests));
    const scenario = await measure("scenario", 10_000, loadScenario(defaultScenario));
    const memory = await measure("memory", memoryRequests, scaledScenario(memoryRequests));
    const bare = await perSecond("bare", queueRequests);
    const simpy = await runSimpy(simpyRequests);
    const milliseconds = scenario.seconds * 1000;
    return [
      rate("M/M/4, fixed fleet", fixed, 4),
      rate("the same stream, scaled fleet, alarms, result", scaled, 2),
      atMost("default scenario, 10,000 requests", milliseconds, "ms", 15),
      atMost("peak memory, 100 million requests, scaled fleet", memory.peakMegabytes, "MB", 200),
      rate("those 100 million", memoryRequests / memory.seconds),
      rate("M/M/4, bare tinyqueue loop", bare),
      { name: "fixed fleet to bare loop", value: fixed / bare, unit: "x" },
      ...(simpy === null
        ? []
        : besideSimpy(fixed, simpyRequests / checked("simpy", simpy).seconds)),
    ];
  },
};

function besideSimpy(fixed: number, simpy: number): Measurement[] {
  return [
    rate("M/M/4, SimPy", simpy),
    { name: "fixed fleet to SimPy", value: fixed / simpy, unit: "x" },
  ];
}

/** The queue's stream at a fleet of one to four instances of one slot each, scaled as scenarios are by default. */
function scaledScenario(requests: number): Scenario {
  return parseScenario({
    seed: queueSeed,
    workload: { requests, arrivals: queueArrivals },
    endpoint: { initialInstanceCount: 1, maxConcurrentInvocationsPerInstance: 1 },
    model: { serviceTimeSeconds: queueService },
    scaling: { minCapacity: 1, maxCapacity: queue.servers },
    maxSeconds: 1e9,
  });
}

/** Requests a second of processor time. */
async function perSecond(
  run: EngineRunName,
  requests: number,
  scenario?: Scenario,
): Promise<number> {
  return requests / (await measure(run, requests, scenario)).seconds;
}

let compiledRun: string | undefined;

async function measure(
  run: EngineRunName,
  requests: number,
  scenario?: Scenario,
): Promise<EngineRunResult> {
  compiledRun ??= compile("engine-run.ts");
  const printed = await runOnOneCore(process.execPath, [
    compiledRun,
    run,
    String(requests),
    ...(scenario === undefined ? [] : [JSON.stringify(scenario)]),
  ]);
  const result = JSON.parse(printed) as EngineRunResult;
  return run === "fixed" || run === "bare" ? checked(run, result) : result;
}

/** A simulation that gets the wait wrong is not worth timing. */
function checked<Result extends { readonly meanWaitSeconds: number }>(
  run: string,
  result: Result,
): Result {
  const { meanWaitSeconds } = result;
  if (!(Math.abs(meanWaitSeconds / queue.meanWaitSeconds - 1) <= tolerance)) {
    throw new Error(
      `The mean wait of the run "${run}" is ${meanWaitSeconds} s; Erlang C gives ${queue.meanWaitSeconds} s.`,
    );
  }
  return result;
}

function rate(name: string, requestsPerSecond: number, goal?: number): Measurement {
  const value = requestsPerSecond / million;
  const measured = { name, value, unit: "million requests/s" };
  return goal === undefined ? measured : { ...measured, goal: `>= ${goal}`, met: value >= goal };
}

function atMost(name: string, value: number, unit: string, goal: number): Measurement {
  return { name, value, unit, goal: `< ${goal} ${unit}`, met: value < goal };
}
