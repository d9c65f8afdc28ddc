import { randomSource } from "../../simulator/engine/random-streams";
import { Simulation } from "../../simulator/engine/simulation";
import { type Distribution } from "../../simulator/engine/types";
import { arrivalProcess } from "../../simulator/scenario/arrivals";
import { BatchMeans, type Estimate } from "./estimate";

/** A Poisson stream at a fleet that is not scaled. */
export interface QueueExperiment {
  readonly instances: number;
  /** Requests that an instance runs at a time. */
  readonly concurrency: number;
  readonly ratePerSecond: number;
  readonly serviceTimeSeconds: Distribution;
  readonly requests: number;
  readonly seed: number;
}

export interface QueueMeasurement {
  /** Submission to start, seconds. */
  readonly wait: Estimate;
  /** Share of requests that waited. */
  readonly waited: Estimate;
  /** Share of requests whose time from submission to end was above `thresholdSeconds`. */
  readonly slow: Estimate;
  /** Mean number of waiting requests, over time. */
  readonly queueLength: number;
  /** Mean share of slots that were busy, over time. */
  readonly utilisation: number;
  /** Arrivals a second, as they came. */
  readonly arrivalRate: number;
}

/** Runs the experiment through the engine's endpoint; the first tenth of the requests is warm-up. */
export function measureQueue(
  experiment: QueueExperiment,
  thresholdSeconds = Infinity,
): QueueMeasurement {
  const { instances, concurrency, ratePerSecond, serviceTimeSeconds, requests, seed } = experiment;
  const warmUp = Math.floor(requests / 10);
  const wait = new BatchMeans(requests - warmUp);
  const waited = new BatchMeans(requests - warmUp);
  const slow = new BatchMeans(requests - warmUp);
  let settled = 0;
  let waiting = 0;
  let working = 0;
  const simulation = new Simulation({ startSeconds: 0, seed });
  const endpoint = simulation.createEndpoint(
    {
      name: "queue",
      variantName: "AllTraffic",
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: instances,
      startInService: true,
      maxConcurrentInvocationsPerInstance: concurrency,
      model: { serviceTimeSeconds, failureProbability: 0, completion: "sampled" },
    },
    {
      requestSettled: (_request, _outcome, { submittedAt, startedAt, settledAt }) => {
        waiting += startedAt - submittedAt;
        working += settledAt - startedAt;
        const index = settled++ - warmUp;
        if (index < 0) return;
        wait.add(index, startedAt - submittedAt);
        waited.add(index, startedAt > submittedAt ? 1 : 0);
        slow.add(index, settledAt - submittedAt > thresholdSeconds ? 1 : 0);
      },
    },
  );
  const nextArrival = arrivalProcess(
    { kind: "poisson", ratePerSecond },
    randomSource(seed, "arrivals"),
  );
  const submission = {
    requestTtlSeconds: 21_600,
    invocationTimeoutSeconds: 3600,
    payloadBytes: 0,
  };
  let last = 0;
  for (let count = 0; count < requests; count++) {
    last = nextArrival();
    simulation.advanceBefore(last);
    endpoint.submit(submission);
  }
  while (settled < requests) simulation.advanceTo(simulation.nextEventTime());
  return {
    wait: wait.estimate(),
    waited: waited.estimate(),
    slow: slow.estimate(),
    queueLength: waiting / simulation.now,
    utilisation: working / simulation.now / (instances * concurrency),
    arrivalRate: requests / last,
  };
}
