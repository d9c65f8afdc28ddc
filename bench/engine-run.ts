// Measures one run of the engine in a process of its own, for bench/engine.ts: `engine-run.ts <run> <requests>
// [scenario]` prints an EngineRunResult as one line of JSON. The scenario comes parsed, so that the parser takes no memory.
import { type AsyncEndpoint } from "../simulator/engine/async-endpoint";
import { Simulation } from "../simulator/engine/simulation";
import { runScenario } from "../simulator/scenario/run";
import { RunRecorder } from "../simulator/scenario/run-recorder";
import { createScenarioEndpoint } from "../simulator/scenario/scenario-endpoint";
import { type Scenario } from "../simulator/scenario/schema";
import { median } from "./benchmark";
import { bareLoop, queue, queueArrivalProcess, queueSeed, queueService } from "./queue";

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
  readonly work: (requests: number, scenario: Scenario) => number;
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
      requestSettled: (_request, _outcome, { submittedAt, startedAt }) => {
        settled++;
        waited += startedAt - submittedAt;
      },
    },
  );
  send(simulation, endpoint, requests);
  while (settled < requests) simulation.advanceTo(simulation.nextEventTime());
  return waited / requests;
}

/** A scenario as `npm run simulate` runs it, its result and timeline included. */
function wholeRun(requests: number, scenario: Scenario): number {
  const { latencySeconds, scalingActivities, totals } = runScenario(scenario);
  if (totals.submitted !== requests) throw new Error(`${totals.submitted} requests were sent`);
  if (scalingActivities.length === 0) throw new Error("The fleet was never scaled");
  return latencySeconds.queue.mean ?? NaN;
}

/** A scenario without its timeline, which alone grows with the length of the run. */
function endpointAlone(requests: number, scenario: Scenario): number {
  const recorder = new RunRecorder();
  const simulation = new Simulation({ startSeconds: 0, seed: queueSeed });
  const endpoint = createScenarioEndpoint(simulation, scenario, {
    requestSettled: (...settled) => recorder.requestSettled(...settled),
  });
  send(simulation, endpoint, requests);
  while (recorder.settled < requests) simulation.advanceTo(simulation.nextEventTime());
  if (simulation.autoscaling.activities().length === 0)
    throw new Error("The fleet was never scaled");
  return recorder.summary("queue").mean ?? NaN;
}

const runs = {
  fixed: { warmUpRounds: 1, rounds: 5, work: fixedFleet },
  scaled: { warmUpRounds: 1, rounds: 5, work: wholeRun },
  scenario: { warmUpRounds: 50, rounds: 50, work: wholeRun },
  memory: { warmUpRounds: 0, rounds: 1, work: endpointAlone },
  bare: { warmUpRounds: 1, rounds: 5, work: bareLoop },
} satisfies Record<string, Run>;

export type EngineRunName = keyof typeof runs;

function measure(
  { warmUpRounds, rounds, work }: Run,
  requests: number,
  scenario: Scenario,
): EngineRunResult {
  const seconds: number[] = [];
  let meanWaitSeconds = NaN;
  for (let round = -warmUpRounds; round < rounds; round++) {
    const before = process.cpuUsage();
    meanWaitSeconds = work(requests, scenario);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) seconds.push((user + system) / 1e6);
  }
  return {
    seconds: median(seconds),
    meanWaitSeconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const [, , name, requests, scenario = "null"] = process.argv;
const result = measure(
  runs[name as EngineRunName],
  Number(requests),
  JSON.parse(scenario) as Scenario,
);
process.stdout.write(`${JSON.stringify(result)}\n`);
