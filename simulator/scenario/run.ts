import { instancePricePerHour } from "../../sagemaker/instance-types";
import { type AsyncEndpoint } from "../engine/async-endpoint";
import { blockSampler } from "../engine/distribution-sampler";
import { defaultPlatformOptions } from "../engine/platform-options";
import { RandomBlocks, randomSource } from "../engine/random-streams";
import { Simulation } from "../engine/simulation";
import { type ScalingActivity } from "../engine/types";
import { arrivalProcess } from "./arrivals";
import { type ResultScalingActivity, type RunResult } from "./result";
import { RunRecorder } from "./run-recorder";
import { findRunWarnings } from "./run-warnings";
import { createScenarioEndpoint } from "./scenario-endpoint";
import { type Scenario } from "./schema";
import { buildTimeline } from "./timeline";
import { usedWorkload } from "./used-workload";

/**
 * Runs a scenario in virtual time: until every request is settled and the fleet is back at its minimum, or until
 * `maxSeconds`. The same scenario gives the same result, byte by byte.
 *
 * Latencies are those of the requests that succeeded, as in a measured run.
 */
export function runScenario(scenario: Scenario): RunResult {
  const recorder = new RunRecorder();
  const simulation = new Simulation({
    startSeconds: 0,
    seed: scenario.seed,
    platform: {
      ...scenario.platform,
      // The timeline is read from the metrics at the end.
      metricRetentionSeconds: Math.max(
        defaultPlatformOptions.metricRetentionSeconds,
        2 * scenario.maxSeconds,
      ),
    },
  });
  const endpoint = createScenarioEndpoint(simulation, scenario, recorder);
  recorder.endpoint = endpoint;

  const unsent = sendRequests(simulation, endpoint, scenario, recorder);
  while (!isOver(simulation, endpoint, recorder)) {
    const next = simulation.nextEventTime();
    simulation.advanceTo(Math.min(next, scenario.maxSeconds));
    if (next > scenario.maxSeconds) break;
  }
  endpoint.flushMetrics();
  return resultOf(scenario, simulation, endpoint, recorder, unsent);
}

/** Submits the requests as they arrive, one pending arrival at a time. Returns how many the end of the run cut off. */
function sendRequests(
  simulation: Simulation,
  endpoint: AsyncEndpoint,
  { workload, seed, maxSeconds }: Scenario,
  { totals }: RunRecorder,
): number {
  const nextArrival = arrivalProcess(workload.arrivals, randomSource(seed, "arrivals"));
  const payloads = new RandomBlocks(randomSource(seed, "payloads"));
  const drawPayload = blockSampler(workload.payloadBytes, payloads);
  const requests = workload.requests ?? Infinity;
  const submission = {
    requestTtlSeconds: workload.requestTtlSeconds,
    invocationTimeoutSeconds: workload.invocationTimeoutSeconds,
    payloadBytes: 0,
  };
  while (totals.submitted < requests) {
    const arrival = nextArrival();
    if (arrival === Infinity) return 0;
    if (arrival >= maxSeconds) {
      return workload.requests === undefined
        ? 1 + countRest(nextArrival)
        : requests - totals.submitted;
    }
    simulation.advanceBefore(arrival);
    submission.payloadBytes = drawPayload();
    endpoint.submit(submission);
    totals.submitted++;
  }
  return 0;
}

/** How many arrivals a trace has left. */
function countRest(nextArrival: () => number): number {
  let count = 0;
  while (nextArrival() !== Infinity) count++;
  return count;
}

function isOver(
  simulation: Simulation,
  endpoint: AsyncEndpoint,
  { settled, totals }: RunRecorder,
): boolean {
  if (settled < totals.submitted) return false;
  const target = simulation.autoscaling.targets()[0];
  return (
    target === undefined ||
    (endpoint.status === "InService" && endpoint.currentInstanceCount <= target.minCapacity)
  );
}

function resultOf(
  scenario: Scenario,
  simulation: Simulation,
  endpoint: AsyncEndpoint,
  recorder: RunRecorder,
  unsent: number,
): RunResult {
  const { totals } = recorder;
  totals.unfinished = totals.submitted - recorder.settled;
  const instanceSeconds = endpoint.billedInstanceSeconds;
  const pricePerHour = instancePricePerHour(scenario.endpoint.instanceType, scenario.region);
  const cost = pricePerHour === undefined ? null : (instanceSeconds * pricePerHour) / 3600;
  const timeline = buildTimeline(simulation.metrics, recorder, simulation.now);
  return {
    scenario: { ...scenario, workload: usedWorkload(scenario.workload) },
    seed: scenario.seed,
    totals,
    latencySeconds: {
      queue: recorder.queue.summary(),
      service: recorder.service.summary(),
      total: recorder.total.summary(),
    },
    instances: { peak: endpoint.peakInstanceCount, instanceSeconds },
    cost: {
      currency: "USD",
      total: cost,
      perThousandSucceeded:
        cost === null || totals.succeeded === 0 ? null : (1000 * cost) / totals.succeeded,
    },
    timeline,
    scalingActivities: simulation.autoscaling
      .activities()
      .filter(({ notScaledReason }) => notScaledReason === null)
      .reverse()
      .map(resultActivity),
    warnings: findRunWarnings({
      scenario,
      totals,
      timeline,
      unsent,
      finalInstances: endpoint.currentInstanceCount,
      pricePerHour,
    }),
  };
}

function resultActivity(activity: ScalingActivity): ResultScalingActivity {
  const { startSeconds, endSeconds, from, to, cause, status } = activity;
  return { startSeconds, endSeconds, from, to, cause, status };
}
