import { z } from "zod";

/**
 * What the report's words need of a scenario. Read leniently: the scenario of a result is printed as it stands, and a
 * report of an older or a newer one still opens, with the sentence left out that needs the missing value.
 */
const scenarioFacts = z.object({
  name: z.string().optional().catch(undefined),
  region: z.string().optional().catch(undefined),
  workload: z
    .object({
      requestTtlSeconds: z.number().optional().catch(undefined),
      arrivals: z
        .object({ kind: z.literal("closed-loop"), concurrency: z.number() })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  endpoint: z
    .object({
      instanceType: z.string().optional().catch(undefined),
      maxConcurrentInvocationsPerInstance: z.number().nullish().catch(undefined),
    })
    .optional()
    .catch(undefined),
  platform: z
    .object({
      chosenConcurrency: z.number().optional().catch(undefined),
      billFrom: z.enum(["launch", "inService"]).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  scaling: z
    .object({
      minCapacity: z.number().optional().catch(undefined),
      targetTracking: z
        .object({ backlogPerInstance: z.number().optional().catch(undefined) })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

/** The parts of a scenario that the report puts into words; null where the scenario does not say. */
export interface ScenarioFacts {
  readonly name: string | null;
  readonly region: string | null;
  readonly instanceType: string | null;
  /** Requests on an instance at a time, as set; null where SageMaker chooses. */
  readonly setConcurrency: number | null;
  /** Requests on an instance at a time; of a model also where SageMaker chooses. */
  readonly concurrency: number | null;
  readonly billFrom: "launch" | "inService";
  readonly minCapacity: number | null;
  readonly backlogTarget: number | null;
  readonly requestTtlSeconds: number | null;
  /** Most requests that were outstanding in a closed loop; null where requests left at planned times. */
  readonly loopConcurrency: number | null;
}

/** Reads the facts out of the scenario of a result. */
export function readScenarioFacts(scenario: Record<string, unknown>): ScenarioFacts {
  const facts = scenarioFacts.parse(scenario);
  return {
    name: facts.name ?? null,
    region: facts.region ?? null,
    instanceType: facts.endpoint?.instanceType ?? null,
    setConcurrency: facts.endpoint?.maxConcurrentInvocationsPerInstance ?? null,
    concurrency:
      facts.endpoint?.maxConcurrentInvocationsPerInstance ??
      facts.platform?.chosenConcurrency ??
      null,
    // A measured run is billed so too: `load/measurement/fleet-monitor.ts`.
    billFrom: facts.platform?.billFrom ?? "launch",
    minCapacity: facts.scaling?.minCapacity ?? null,
    backlogTarget: facts.scaling?.targetTracking?.backlogPerInstance ?? null,
    requestTtlSeconds: facts.workload?.requestTtlSeconds ?? null,
    loopConcurrency: facts.workload?.arrivals?.concurrency ?? null,
  };
}
