import { type Settings } from "../../settings-schema";
import { parseScenario } from "./parse-scenario";
import { type Scenario } from "./schema";

/** What a stack's settings do not say about a run. */
export interface StackScenarioOptions {
  /** Name of the stack, for the report. */
  readonly stack: string;
  /** Region whose prices hold. */
  readonly region: string;
  /** Requests to send; 10,000 by default. */
  readonly requests?: number | undefined;
  /** Seed of all chance; 1 by default. */
  readonly seed?: number | undefined;
}

/** A quarter of an hour of four requests a second at every hour, and a trickle in between: research teams at work. */
const burstsThroughTheDay = {
  kind: "bursts",
  baseRatePerSecond: 0.1,
  burstRatePerSecond: 4,
  burstSeconds: 900,
  periodSeconds: 3600,
} as const;

/** Articles of half a page to four pages. */
const articles = { kind: "uniform", min: 1000, max: 12_000 } as const;

/**
 * The scenario of a stack: its settings under bursts of requests. It begins with the fleet at its minimum, as a deployed
 * stack that has been left alone does.
 *
 * @throws ScenarioError when `requests` or `seed` is out of range.
 */
export function stackScenario(settings: Settings, options: StackScenarioOptions): Scenario {
  const { stack, region, requests = 10_000, seed = 1 } = options;
  return parseScenario({
    name: `stack ${stack}`,
    seed,
    region,
    workload: { requests, payloadBytes: articles, arrivals: burstsThroughTheDay },
    endpoint: {
      instanceType: settings.instanceType,
      initialInstanceCount: settings.minCapacity,
      maxConcurrentInvocationsPerInstance: settings.concurrency,
    },
    scaling: {
      minCapacity: settings.minCapacity,
      maxCapacity: settings.maxCapacity,
      targetTracking: {
        backlogPerInstance: settings.backlogTarget,
        scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
        scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
      },
    },
  });
}
