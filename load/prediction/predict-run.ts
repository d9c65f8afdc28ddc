import { randomSource } from "../../simulator/engine/random-streams";
import { arrivalSeconds } from "../../simulator/scenario/arrivals";
import { type RunResult } from "../../simulator/scenario/result";
import { runScenario } from "../../simulator/scenario/run";
import { type Scenario } from "../../simulator/scenario/schema";
import { type DeployedEndpoint } from "../measurement/deployed-endpoint";

/** Runs of the model that one prediction is made of: chance alone moves a fleet's start by minutes. */
const mostRuns = 20;

/** Requests that all runs together may have, so that a prediction takes seconds. */
const mostRequests = 1_000_000;

/**
 * What the model of the service expects of a load on an endpoint: the scenario's requests, its model and platform, on
 * the instances and the scaling that are deployed. It knows nothing of what the run measured.
 *
 * @param startFleet Instances in service when the stream starts.
 * @param requests How many the run sent.
 * @returns The same requests under different draws of everything that AWS leaves to chance; at least one run.
 */
export function predictRun(
  scenario: Scenario,
  endpoint: DeployedEndpoint,
  startFleet: number,
  requests: number,
  region: string,
): RunResult[] {
  const { instanceType, maxConcurrentInvocationsPerInstance, capacity, policies } = endpoint;
  const runs = Math.max(1, Math.min(mostRuns, Math.floor(mostRequests / Math.max(1, requests))));
  const foreseen: Scenario = {
    ...scenario,
    region,
    workload: { ...scenario.workload, arrivals: plannedTimes(scenario) },
    endpoint: {
      instanceType,
      maxConcurrentInvocationsPerInstance,
      initialInstanceCount: startFleet,
    },
    scaling:
      capacity === null
        ? null
        : {
            ...policies,
            minCapacity: capacity.min,
            maxCapacity: capacity.max,
            scheduledActions: scenario.scaling?.scheduledActions ?? [],
          },
  };
  return Array.from({ length: runs }, (_, run) =>
    runScenario({ ...foreseen, seed: scenario.seed + run }),
  );
}

/** The times that were planned, whatever the seed of the rest; a closed loop has none. */
function plannedTimes({ seed, workload }: Scenario): Scenario["workload"]["arrivals"] {
  const { arrivals, requests } = workload;
  if (arrivals.kind === "closed-loop") return arrivals;
  return {
    ...{ kind: "trace", file: "", timeScale: 1, rateScale: 1 },
    ...{ counts: [], periodSeconds: 1 },
    seconds: [...arrivalSeconds(arrivals, randomSource(seed, "arrivals"), requests)],
  };
}
