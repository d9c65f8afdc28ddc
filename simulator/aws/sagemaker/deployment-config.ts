import {
  type CapacitySize,
  CapacitySizeType,
  type DeploymentConfig,
  type TrafficRoutingConfig,
  TrafficRoutingConfigType,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { type RollOut } from "../../engine/fleet-replacement";
import { validationError } from "../errors";

const seconds = z.number().int().min(0).max(3600);

const executionTimeout = z.number().int().min(600).max(28_800).optional();

const capacitySize = z.object({
  Type: z.enum(CapacitySizeType),
  Value: z.number().int().min(1),
});

/** Ranges of how an update is rolled out. */
export const deploymentConfigConstraint = z.object({
  BlueGreenUpdatePolicy: z
    .object({
      TrafficRoutingConfiguration: z.object({
        Type: z.enum(TrafficRoutingConfigType),
        WaitIntervalInSeconds: seconds,
        CanarySize: capacitySize.optional(),
        LinearStepSize: capacitySize.optional(),
      }),
      TerminationWaitInSeconds: seconds.optional(),
      MaximumExecutionTimeoutInSeconds: executionTimeout,
    })
    .optional(),
  RollingUpdatePolicy: z
    .object({
      MaximumBatchSize: capacitySize,
      WaitIntervalInSeconds: seconds,
      MaximumExecutionTimeoutInSeconds: executionTimeout,
      RollbackMaximumBatchSize: capacitySize.optional(),
    })
    .optional(),
  AutoRollbackConfiguration: z
    .object({
      Alarms: z
        .array(
          z.object({
            AlarmName: z
              .string()
              .min(1)
              .max(255)
              .regex(/^(?!\s*$).+/),
          }),
        )
        .min(1)
        .max(10)
        .optional(),
    })
    .optional(),
});

/**
 * Holds a roll-out to what its kind needs.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
 *
 * @throws AwsError `ValidationException`
 */
export function checkDeploymentConfig(config: DeploymentConfig | undefined): void {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config ?? {};
  if (blueGreen !== undefined && rolling !== undefined) {
    throw validationError(
      "DeploymentConfig can have either a BlueGreenUpdatePolicy or a RollingUpdatePolicy, and not both.",
    );
  }
  const { Type: type, CanarySize, LinearStepSize } = blueGreen?.TrafficRoutingConfiguration ?? {};
  for (const [kind, member, size] of [
    ["CANARY", "CanarySize", CanarySize],
    ["LINEAR", "LinearStepSize", LinearStepSize],
  ] as const) {
    if (type !== undefined && (type === kind) !== (size !== undefined)) {
      throw validationError(
        `${member} must be given when the Type of TrafficRoutingConfiguration is ${kind}, and only then; the Type is ${type}.`,
      );
    }
  }
}

/**
 * How a new fleet takes over.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html
 *
 * @param count instances of the new fleet
 */
export function rollOutOf(config: DeploymentConfig | undefined, count: number): RollOut {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config ?? {};
  if (rolling !== undefined) {
    return {
      keepsOldFleet: false,
      stepInstances: stepsBy(rolling.MaximumBatchSize, count),
      bakeSeconds: rolling.WaitIntervalInSeconds ?? 0,
    };
  }
  const routing = blueGreen?.TrafficRoutingConfiguration;
  return {
    stepInstances: stepsOf(routing, count),
    bakeSeconds: routing?.WaitIntervalInSeconds ?? 0,
    terminationWaitSeconds: blueGreen?.TerminationWaitInSeconds ?? 0,
  };
}

function stepsOf(routing: TrafficRoutingConfig | undefined, count: number): number[] {
  switch (routing?.Type) {
    case "CANARY": {
      const canary = instancesOf(routing.CanarySize, count);
      return canary < count ? [canary, count] : [count];
    }
    case "LINEAR":
      return stepsBy(routing.LinearStepSize, count);
    default:
      return [count];
  }
}

function stepsBy(size: CapacitySize | undefined, count: number): number[] {
  const step = instancesOf(size, count);
  const steps = Math.max(1, Math.ceil(count / step));
  return Array.from({ length: steps }, (_, index) => Math.min(count, (index + 1) * step));
}

/** A portion of a fleet, of one instance at the least. */
function instancesOf(size: CapacitySize | undefined, count: number): number {
  const { Type: type, Value = 100 } = size ?? {};
  return Math.max(1, type === "INSTANCE_COUNT" ? Value : Math.ceil((count * Value) / 100));
}
