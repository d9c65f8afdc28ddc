// Measures one run of the engine in a process of its own, for bench/engine.ts: `engine-run.ts <run> <requests>` prints an
// EngineRunResult as one line of JSON.
import { join } from "node:path";

import { type AsyncEndpoint } from "../simulator/engine/async-endpoint";
import { Simulation } from "../simulator/engine/simulation";
import { loadScenario } from "../simulator/scenario/load-scenario";
import { parseScenario } from "../simulator/scenario/parse-scenario";
import { runScenario } from "../simulator/scenario/run";
import { RunRecorder } from "../simulator/scenario/run-recorder";
import { createScenarioEndpoint } from "../simulator/scenario/scenario-endpoint";
import { type Scenario } from "../simulator/scenario/schema";
import { median } from "./benchmark";
import {
  bareLoop,
  queue,
  queueArrivalProcess,
  queueArrivals,
  queueSeed,
  queueService,
} from "./queue";

/** What a run found. */
export interface EngineRunResult {
  /** Processor time of one round, user and system, every thread of the process; the median of the rounds. */
  readonly seconds: number;
  /** Mean wait of the requests, seconds: what tells a right simulation from a fast one. */
  readonly meanWaitSeconds: number;
  /** Largest resident set of the process. */
  readonly peakMegabytes: number;
}

interface Run {
  readonly warmUpRounds: number;
  readonly rounds: number;
  /** Returns the mean wait, in seconds. */
  readonly work: (requests: number) => number;
}

function send(simulation: Simulation, endpoint: AsyncEndpoint, requests: number): void {
  const nextArrival = queueArrivalProcess();
  const submission = {
    requestTtlSeconds: 21_600,
    invocationTimeoutSeconds: 900,
    payloadBytes: 2000,
  };
  for (let sent = 0; sent < requests; sent++) {
    simulation.advanceBefore(nextArrival());
    endpoint.submit(submission);
  }
}

/** The queue at one instance that is not scaled. */
function fixedFleet(requests: number): number {
  let settled = 0;
  let waited = 0;
  const simulation = new Simulation({ startSeconds: 0, seed: queueSeed });
  const endpoint = simulation.createEndpoint(
    {
      name: "queue",
      variantName: "AllTraffic",
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 1,
      startInService: true,
      maxConcurrentInvocationsPerInstance: queue.servers,
      model: { serviceTimeSeconds: queueService, failureProbability: 0, completion: "sampled" },
    },
    {
      requestSettled: (_request, _outcome, submittedAt, startedAt) => {
        settled++;
        waited += startedAt - submittedAt;
      },
    },
  );
  send(simulation, endpoint, requests);
  while (settled < requests) simulation.advanceTo(simulation.nextEventTime());
  return waited / requests;
}

/** The queue's stream at a fleet of one to four instances of one slot each, scaled by target tracking. */
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

/** The scaled fleet as `npm run simulate` runs it, its result and timeline included. */
function scaledRun(requests: number): number {
  const { latencySeconds, scalingActivities } = runScenario(scaledScenario(requests));
  if (scalingActivities.length === 0) throw new Error("The fleet was never scaled");
  return latencySeconds.queue.mean ?? NaN;
}

/** The scaled fleet without a result, which alone grows with the length of the run. */
function scaledEndpoint(requests: number): number {
  const scenario = scaledScenario(requests);
  const recorder = new RunRecorder();
  const simulation = new Simulation({ startSeconds: 0, seed: queueSeed });
  const endpoint = createScenarioEndpoint(simulation, scenario, recorder);
  recorder.endpoint = endpoint;
  send(simulation, endpoint, requests);
  while (recorder.settled < requests) simulation.advanceTo(simulation.nextEventTime());
  return recorder.queue.summary().mean ?? NaN;
}

const defaultScenario = loadScenario(
  join(__dirname, "..", "examples", "scenarios", "default.json"),
);

const runs = {
  fixed: { warmUpRounds: 1, rounds: 5, work: fixedFleet },
  scaled: { warmUpRounds: 1, rounds: 5, work: scaledRun },
  scenario: {
    warmUpRounds: 50,
    rounds: 50,
    work: () => runScenario(defaultScenario).latencySeconds.queue.mean ?? NaN,
  },
  memory: { warmUpRounds: 0, rounds: 1, work: scaledEndpoint },
  bare: { warmUpRounds: 1, rounds: 5, work: bareLoop },
} satisfies Record<string, Run>;

export type EngineRunName = keyof typeof runs;

function measure({ warmUpRounds, rounds, work }: Run, requests: number): EngineRunResult {
  const seconds: number[] = [];
  let meanWaitSeconds = NaN;
  for (let round = -warmUpRounds; round < rounds; round++) {
    const before = process.cpuUsage();
    meanWaitSeconds = work(requests);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) seconds.push((user + system) / 1e6);
  }
  return {
    seconds: median(seconds),
    meanWaitSeconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const [, , name, requests] = process.argv;
process.stdout.write(`${JSON.stringify(measure(runs[name as EngineRunName], Number(requests)))}\n`);
