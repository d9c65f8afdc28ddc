import { defaultIdleSeconds } from "../../sagemaker/scaling-plans";
import { type Settings } from "../../settings/schema";
import { parseScenario } from "./parse-scenario";
import { type Scenario, type ScalingInput } from "./schema";

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

/** A quarter of an hour of four requests a second at every hour, and none in between: research teams hand in batches. */
const burstsThroughTheDay = {
  kind: "bursts",
  baseRatePerSecond: 0,
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
    workload: {
      ...{ requests, payloadBytes: articles, arrivals: burstsThroughTheDay },
      invocationTimeoutSeconds: settings.longestInvocationSeconds,
    },
    endpoint: {
      instanceType: settings.instanceType,
      initialInstanceCount: settings.autoscaling
        ? settings.minCapacity
        : settings.initialInstanceCount,
      maxConcurrentInvocationsPerInstance: settings.automaticConcurrency
        ? null
        : settings.concurrency,
    },
    scaling: settings.autoscaling ? stackScaling(settings) : null,
  });
}

/** The settings that decide how a fleet is scaled. */
export type ScalingChoice = Pick<
  Settings,
  | "minCapacity"
  | "maxCapacity"
  | "backlogTarget"
  | "scaleOutCooldownSeconds"
  | "scaleInCooldownSeconds"
  | "stepScaling"
  | "wakeUpInstances"
  | "idleScaleInSeconds"
  | "scaleInOnBacklog"
  | "longestInvocationSeconds"
>;

/** The policies that the program deploys for these settings; its schedules are of the calendar, which a run has none of. */
export function stackScaling(settings: ScalingChoice): ScalingInput {
  const { backlogTarget: backlogPerInstance, scaleOutCooldownSeconds } = settings;
  const { scaleInCooldownSeconds, scaleInOnBacklog, longestInvocationSeconds } = settings;
  const { idleScaleInSeconds = defaultIdleSeconds(longestInvocationSeconds) } = settings;
  return {
    minCapacity: settings.minCapacity,
    maxCapacity: settings.maxCapacity,
    targetTracking: settings.stepScaling
      ? null
      : {
          ...{ backlogPerInstance, scaleInCooldownSeconds, scaleOutCooldownSeconds },
          disableScaleIn: !scaleInOnBacklog,
        },
    stepScaleOut: settings.stepScaling
      ? { backlogPerInstance, cooldownSeconds: scaleOutCooldownSeconds }
      : null,
    scaleFromZero: { instances: settings.wakeUpInstances },
    idleScaleIn: scaleInOnBacklog
      ? null
      : {
          ...{ idleSeconds: idleScaleInSeconds, watches: "work" },
          cooldownSeconds: scaleInCooldownSeconds,
        },
  };
}
