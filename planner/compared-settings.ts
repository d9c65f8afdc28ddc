import { type Settings } from "../settings/schema";
import { completeScaling, type Scenario } from "../simulator/scenario/schema";
import { stackScaling } from "../simulator/scenario/stack-scenario";
import { type EvaluationTask, type PlanProblem } from "./evaluation";
import { type Host } from "./hosts";

/** Settings that a recommendation is laid beside. */
export interface ComparedSettings {
  readonly label: string;
  /** What the comparison had to suppose. */
  readonly note: string | null;
  /** With any seed. */
  readonly task: EvaluationTask;
}

/** What a scenario itself says of endpoint and scaling. */
export function scenarioSettings(problem: PlanProblem, scenario: Scenario): ComparedSettings {
  const { endpoint, scaling } = scenario;
  return compared(problem, "the scenario's own", endpoint.instanceType, endpoint, scaling);
}

/** A stack's settings, as far as a run shows them. */
export function stackSettings(
  problem: PlanProblem,
  stack: string,
  settings: Settings,
): ComparedSettings {
  return compared(
    problem,
    `stack ${stack}`,
    settings.instanceType,
    {
      instanceType: settings.instanceType,
      initialInstanceCount: settings.autoscaling
        ? settings.minCapacity
        : settings.initialInstanceCount,
      maxConcurrentInvocationsPerInstance: settings.automaticConcurrency
        ? null
        : settings.concurrency,
    },
    settings.autoscaling ? completeScaling(stackScaling(settings)) : null,
    settings.containerEnvironment,
  );
}

/**
 * The settings of AWS's demonstration with 10,000 requests: one target-tracking policy, nothing that wakes the endpoint.
 *
 * Source: https://aws.amazon.com/blogs/machine-learning/improve-high-value-research-with-hugging-face-and-amazon-sagemaker-asynchronous-inference-endpoints/
 * and the notebook of https://github.com/aws-samples/amazon-sagemaker-asynchronous-inference-huggingface
 */
export function blogSettings(problem: PlanProblem): ComparedSettings {
  return compared(
    problem,
    "AWS's blog of 2022",
    "ml.m5.xlarge",
    {
      instanceType: "ml.m5.xlarge",
      initialInstanceCount: 1,
      maxConcurrentInvocationsPerInstance: 2,
    },
    completeScaling({
      minCapacity: 0,
      maxCapacity: 5,
      targetTracking: {
        backlogPerInstance: 5,
        scaleInCooldownSeconds: 120,
        scaleOutCooldownSeconds: 120,
      },
      scaleFromZero: null,
    }),
  );
}

function compared(
  problem: PlanProblem,
  label: string,
  instanceType: string,
  endpoint: EvaluationTask["endpoint"],
  scaling: EvaluationTask["scaling"],
  environment: Readonly<Record<string, string>> = {},
): ComparedSettings {
  const host = bestMatch(problem.hosts, instanceType, environment);
  const used = problem.hosts[host];
  return {
    label,
    note:
      used === undefined || used.instanceType === instanceType
        ? null
        : `on ${used.instanceType}, as service times on ${instanceType} are not known`,
    task: {
      ...{ host, scaling, seed: 0, trafficMultiple: 1, prepaidInstanceSeconds: 0 },
      endpoint: { ...endpoint, instanceType: used?.instanceType ?? instanceType },
    },
  };
}

/** The host of that type with those container settings, else one of that type, else the first. */
function bestMatch(
  hosts: readonly Host[],
  instanceType: string,
  environment: Readonly<Record<string, string>>,
): number {
  const sameType = hosts.findIndex((host) => host.instanceType === instanceType);
  const same = hosts.findIndex(
    (host) =>
      host.instanceType === instanceType &&
      Object.entries(host.environment).every(([name, value]) => environment[name] === value),
  );
  return Math.max(0, same >= 0 ? same : sameType);
}
