import type * as sagemaker from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { DeploymentStrategy } from "../../sagemaker/deployment-strategies";
import { type AsyncMetricKey } from "../../sagemaker/metrics";
import { failureAlarm } from "../../sagemaker/minute-alarms";
import { createMinuteAlarm } from "../minute-alarm";
import { type CheckedArgs } from "./checked-args";

/** Size of a step, in percent of the fleet, where none is given. */
const defaultStepPercent: Readonly<Record<DeploymentStrategy, number>> = {
  [DeploymentStrategy.AllAtOnce]: 100,
  [DeploymentStrategy.Canary]: 10,
  [DeploymentStrategy.Linear]: 25,
  [DeploymentStrategy.Rolling]: 25,
};

/**
 * Makes the alarms that roll an update back, and names them beside those that are given.
 *
 * They watch the endpoint by the name that it is going to have, so that they can stand before it does. How often
 * SageMaker looks at their state while an update bakes is not documented: after a failure they stay on for minutes, however
 * short it was. They see the fleet that is replaced, too, as it has the same dimensions.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export function createRollbackAlarms(
  name: string,
  inputs: CheckedArgs,
  parent: pulumi.Resource,
): pulumi.Input<string>[] {
  const { rollbackAlarmNames: given = [] } = inputs;
  if (!inputs.createRollbackAlarms) return given;
  const alarm = (
    suffix: string,
    description: string,
    metric: AsyncMetricKey,
    threshold: pulumi.Input<number>,
  ) =>
    createMinuteAlarm(
      `${name}-rollback-${suffix}-alarm`,
      {
        ...inputs,
        description,
        alarm: pulumi.output(threshold).apply((failures) => failureAlarm(metric, failures)),
      },
      parent,
    ).id;
  return [
    alarm(
      "server-errors",
      "The model answers with server errors: rolls an update of the endpoint back.",
      "invocation5XXErrors",
      inputs.rollbackServerErrors,
    ),
    alarm(
      "upload-failures",
      "Results cannot be written: rolls an update of the endpoint back.",
      "responseUploadFailures",
      1,
    ),
    ...given,
  ];
}

/** How the endpoint is updated, and which alarms end an update and bring the old fleet back. */
export function deploymentConfig(
  inputs: CheckedArgs,
  alarmNames: pulumi.Input<string>[],
): sagemaker.EndpointArgs["deploymentConfig"] {
  const policy = pulumi
    .output({
      strategy: inputs.deploymentStrategy,
      stepPercent: inputs.deploymentStepPercent,
      waitIntervalInSeconds: inputs.deploymentWaitSeconds,
      terminationWaitInSeconds: inputs.terminationWaitSeconds,
      timeoutSeconds: inputs.deploymentTimeoutSeconds,
    })
    .apply(updatePolicy);
  return {
    blueGreenUpdatePolicy: policy.apply(({ blueGreen }) => blueGreen) as pulumi.Output<BlueGreen>,
    rollingUpdatePolicy: policy.apply(({ rolling }) => rolling) as pulumi.Output<Rolling>,
    autoRollbackConfiguration:
      alarmNames.length === 0
        ? undefined
        : { alarms: alarmNames.map((alarmName) => ({ alarmName })) },
  };
}

interface Update {
  readonly strategy: DeploymentStrategy;
  readonly stepPercent: number | undefined;
  readonly waitIntervalInSeconds: number;
  readonly terminationWaitInSeconds: number | undefined;
  readonly timeoutSeconds: number | undefined;
}

type BlueGreen = NonNullable<ReturnType<typeof updatePolicy>["blueGreen"]>;
type Rolling = NonNullable<ReturnType<typeof updatePolicy>["rolling"]>;

function updatePolicy({
  strategy,
  stepPercent = defaultStepPercent[strategy],
  waitIntervalInSeconds,
  terminationWaitInSeconds,
  timeoutSeconds: maximumExecutionTimeoutInSeconds,
}: Update) {
  const step = { type: "CAPACITY_PERCENT", value: stepPercent };
  const blueGreen = (traffic: {
    type: string;
    canarySize?: typeof step;
    linearStepSize?: typeof step;
  }) => ({
    blueGreen: {
      trafficRoutingConfiguration: { ...traffic, waitIntervalInSeconds },
      terminationWaitInSeconds,
      maximumExecutionTimeoutInSeconds,
    },
    rolling: undefined,
  });
  switch (strategy) {
    case DeploymentStrategy.AllAtOnce:
      return blueGreen({ type: "ALL_AT_ONCE" });
    case DeploymentStrategy.Canary:
      return blueGreen({ type: "CANARY", canarySize: step });
    case DeploymentStrategy.Linear:
      return blueGreen({ type: "LINEAR", linearStepSize: step });
    case DeploymentStrategy.Rolling:
      return {
        blueGreen: undefined,
        rolling: {
          maximumBatchSize: step,
          waitIntervalInSeconds,
          maximumExecutionTimeoutInSeconds,
        },
      };
    default:
      return strategy satisfies never;
  }
}
