import { type AsyncEndpoint } from "../engine/async-endpoint";
import { blockSampler, type Sampler } from "../engine/distribution-sampler";
import { defaultPlatformOptions } from "../engine/platform-options";
import { RandomBlocks, randomSource } from "../engine/random-streams";
import { Simulation } from "../engine/simulation";
import { type Distribution, type EndpointListener } from "../engine/types";
import { type ArrivalProcess, arrivalProcess } from "./arrivals";
import { type ResultTotals } from "./result";
import { createScenarioEndpoint } from "./scenario-endpoint";
import { type Scenario } from "./schema";

/** What a run needs to be told by who counts its requests. */
export interface PlayListener extends EndpointListener {
  readonly totals: ResultTotals;
  /** Requests that have ended. */
  readonly settled: number;
  /** The endpoint that is listened to; set before anything happens. */
  endpoint: AsyncEndpoint | null;
  /** Told of the simulation before anything happens in it. */
  prepare?(simulation: Simulation): void;
}

/** When requests come, and how large they are. */
export interface Traffic {
  readonly nextArrival: ArrivalProcess;
  readonly drawPayload: Sampler;
}

/** A run that is over. */
export interface PlayedScenario {
  readonly simulation: Simulation;
  readonly endpoint: AsyncEndpoint;
  /** Requests that had not arrived when `maxSeconds` were over. */
  readonly unsent: number;
  /** Requests that were throttled before they were accepted. */
  readonly throttled: number;
}

/** The traffic of a scenario, drawn from its seed. */
export function drawnTraffic({ workload, seed }: Scenario): Traffic {
  return {
    nextArrival: arrivalProcess(workload.arrivals, randomSource(seed, "arrivals")),
    drawPayload: payloadSampler(workload.payloadBytes, seed),
  };
}

function payloadSampler(payloadBytes: Distribution, seed: number): Sampler {
  if (payloadBytes.kind === "constant") {
    // Nothing else draws from the stream of the payloads, so that it may stand still.
    const { value } = payloadBytes;
    return () => value;
  }
  return blockSampler(payloadBytes, new RandomBlocks(randomSource(seed, "payloads")));
}

/**
 * Plays a scenario in virtual time: until every request is settled and the fleet is back at its minimum, or until
 * `maxSeconds`.
 *
 * @param traffic Instead of what the scenario's seed draws: the same, drawn once for many runs.
 */
export function playScenario(
  scenario: Scenario,
  listener: PlayListener,
  traffic = drawnTraffic(scenario),
): PlayedScenario {
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
  const endpoint = createScenarioEndpoint(simulation, scenario, listener);
  listener.endpoint = endpoint;
  listener.prepare?.(simulation);
  // What comes at the first instant comes after what CloudWatch's gauges show of it, as a client's first request does: were
  // it before them, a fleet would wake a minute earlier than any that is measured.
  simulation.advanceTo(0);

  const sent = sendRequests(simulation, endpoint, scenario, listener, traffic);
  while (!isOver(simulation, endpoint, listener)) {
    const next = simulation.nextEventTime();
    simulation.advanceTo(Math.min(next, scenario.maxSeconds));
    if (next > scenario.maxSeconds) break;
  }
  return { simulation, endpoint, ...sent };
}

/**
 * Submits the requests as they arrive, one pending arrival at a time; of a closed loop, as soon as fewer are outstanding than
 * may be. What is throttled is sent again, in order, as soon as there is room; its client's wait is not the endpoint's.
 */
function sendRequests(
  simulation: Simulation,
  endpoint: AsyncEndpoint,
  { workload, maxSeconds }: Scenario,
  listener: PlayListener,
  { nextArrival, drawPayload }: Traffic,
): Pick<PlayedScenario, "unsent" | "throttled"> {
  const { totals } = listener;
  const requests = workload.requests ?? Infinity;
  const loop = workload.arrivals.kind === "closed-loop" ? workload.arrivals : null;
  const submission = {
    requestTtlSeconds: workload.requestTtlSeconds,
    invocationTimeoutSeconds: workload.invocationTimeoutSeconds,
    payloadBytes: 0,
  };
  const { invocationRate } = simulation;
  let throttled = 0;
  while (totals.submitted < requests) {
    let arrival = nextArrival();
    if (arrival === Infinity) break;
    if (loop !== null) arrival = waitForRoom(simulation, listener, loop.concurrency, maxSeconds);
    if (arrival < invocationRate.opensAt) {
      throttled++;
      arrival = invocationRate.opensAt;
    }
    if (arrival >= maxSeconds) {
      const unsent =
        workload.requests === undefined ? 1 + countRest(nextArrival) : requests - totals.submitted;
      return { unsent, throttled };
    }
    simulation.advanceBefore(arrival);
    invocationRate.admit(arrival);
    submission.payloadBytes = drawPayload();
    endpoint.submit(submission);
    totals.submitted++;
  }
  return { unsent: 0, throttled };
}

/** Goes on until fewer requests are outstanding than may be; returns when that is, or `maxSeconds` where they are first. */
function waitForRoom(
  simulation: Simulation,
  listener: PlayListener,
  concurrency: number,
  maxSeconds: number,
): number {
  while (listener.totals.submitted - listener.settled >= concurrency) {
    const next = simulation.nextEventTime();
    if (next >= maxSeconds) return maxSeconds;
    simulation.advanceTo(next);
  }
  return simulation.now;
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
  { settled, totals }: PlayListener,
): boolean {
  if (settled < totals.submitted) return false;
  const target = simulation.autoscaling.targets()[0];
  return (
    target === undefined ||
    (endpoint.status === "InService" && endpoint.currentInstanceCount <= target.minCapacity)
  );
}
