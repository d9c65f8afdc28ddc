import { limits, type NumberRange } from "./limits";

/** How an update moves an endpoint from its old fleet to the new one. */
export const DeploymentStrategy = {
  /** A whole second fleet is made, and takes over in one go. */
  AllAtOnce: "all-at-once",
  /** A whole second fleet is made; a part of it takes its share first, then all of it. */
  Canary: "canary",
  /** A whole second fleet is made, and takes over in equal steps. */
  Linear: "linear",
  /** The old fleet is replaced in batches, without a whole second one. */
  Rolling: "rolling",
} as const;
export type DeploymentStrategy = (typeof DeploymentStrategy)[keyof typeof DeploymentStrategy];

/** What AWS permits for the size of a strategy's step, in percent of the fleet; `undefined` where there are no steps. */
const deploymentStepRanges: Readonly<Record<DeploymentStrategy, NumberRange | undefined>> = {
  [DeploymentStrategy.AllAtOnce]: undefined,
  [DeploymentStrategy.Canary]: limits.canaryPercent,
  [DeploymentStrategy.Linear]: limits.linearStepPercent,
  [DeploymentStrategy.Rolling]: limits.rollingBatchPercent,
};

/** Says why a step's size does not fit a strategy, to be read after its name; `undefined` when it fits. */
export function deploymentStepProblem(
  percent: number,
  strategy: DeploymentStrategy,
): string | undefined {
  const range = deploymentStepRanges[strategy];
  if (range === undefined) {
    return `is ${percent}; "${strategy}" knows no steps: leave it out, or choose another \`deploymentStrategy\``;
  }
  return Number.isInteger(percent) && percent >= range.min && percent <= range.max
    ? undefined
    : `is ${percent}; for "${strategy}" it must be a whole number of percent from ${range.min} to ${range.max}`;
}
