import {
  type CapacitySize,
  CapacitySizeType,
  type DeploymentConfig,
  TrafficRoutingConfigType,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
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
 * Seconds that an update watches its alarms once the new fleet serves: the wait that follows each of its steps. The
 * steps themselves are one here.
 *
 * @param count instances of the new fleet
 */
export function bakeSecondsOf(config: DeploymentConfig | undefined, count: number): number {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config ?? {};
  if (rolling !== undefined) {
    return stepsOf(rolling.MaximumBatchSize, count) * (rolling.WaitIntervalInSeconds ?? 0);
  }
  const {
    Type: type,
    LinearStepSize,
    WaitIntervalInSeconds = 0,
  } = blueGreen?.TrafficRoutingConfiguration ?? {};
  const canarySteps = type === "CANARY" ? 2 : 1;
  return (type === "LINEAR" ? stepsOf(LinearStepSize, count) : canarySteps) * WaitIntervalInSeconds;
}

function stepsOf(size: CapacitySize | undefined, count: number): number {
  const { Type: type, Value = 100 } = size ?? {};
  const stepInstances = type === "INSTANCE_COUNT" ? Value : Math.ceil((count * Value) / 100);
  return Math.max(1, Math.ceil(count / Math.max(1, stepInstances)));
}
