import * as pulumi from "@pulumi/pulumi";

import {
  type ServingStack,
  servingStacks,
  unknownServerVariables,
} from "../../sagemaker/serving-stacks";

/** What the container is told at its start. */
export interface ContainerEnvironmentArgs {
  /** What serves the model; unknown for an image or a package of one's own. */
  readonly servingStack: pulumi.Output<ServingStack | undefined>;
  readonly modelId?: pulumi.Input<string>;
  readonly modelRevision?: pulumi.Input<string>;
  readonly task?: pulumi.Input<string>;
  /** Token of the Hub; a secret. */
  readonly token?: pulumi.Output<string>;
  readonly longestInvocationSeconds: pulumi.Input<number>;
  readonly modelServerWorkers?: pulumi.Input<number>;
  readonly modelServerBatchSize?: pulumi.Input<number>;
  readonly modelServerBatchDelayMilliseconds?: pulumi.Input<number>;
  /** Further variables, or other values for those that are set here. */
  readonly environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Largest request and response that the model server takes, in bytes: above the largest that SageMaker hands it. */
const largestPayloadBytes = 2_000_000_000;

/**
 * Environment of the container.
 *
 * Model servers allow a minute and a few megabytes unless told otherwise, and would cut short what asynchronous
 * inference is for: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html
 *
 * @returns The variables; secret as a whole where one of them is.
 */
export function containerEnvironment({
  servingStack,
  modelId,
  modelRevision,
  task,
  token,
  longestInvocationSeconds,
  modelServerWorkers,
  modelServerBatchSize,
  modelServerBatchDelayMilliseconds,
  environment,
}: ContainerEnvironmentArgs): pulumi.Output<Record<string, string>> {
  const known = pulumi.output({
    ...{ servingStack, modelId, modelRevision, task, token, longestInvocationSeconds },
    ...{ modelServerWorkers, modelServerBatchSize, modelServerBatchDelayMilliseconds, environment },
  });
  return known.apply((values) => {
    const variables =
      values.servingStack === undefined
        ? unknownServerVariables
        : servingStacks[values.servingStack].variables;
    return {
      ...assigned(variables.modelId, values.modelId),
      ...assigned(variables.revision, values.modelRevision),
      ...assigned(variables.task, values.task),
      ...assigned(variables.token, values.token),
      ...assigned(variables.payloadBytes, largestPayloadBytes),
      ...assigned(variables.timeoutSeconds, values.longestInvocationSeconds),
      ...assigned(variables.workers, values.modelServerWorkers),
      ...assigned(variables.batchSize, values.modelServerBatchSize),
      ...assigned(variables.batchDelayMilliseconds, values.modelServerBatchDelayMilliseconds),
      ...values.environment,
    };
  });
}

/** A value under each of its names; nothing where it is not given, or has no name. */
function assigned(
  names: string | readonly string[] | undefined,
  value: string | number | undefined,
): Record<string, string> {
  if (value === undefined || names === undefined) return {};
  return Object.fromEntries([names].flat().map((name) => [name, String(value)]));
}
