import * as pulumi from "@pulumi/pulumi";

/** What the container is told at its start. */
export interface ContainerEnvironmentArgs {
  readonly modelId: pulumi.Input<string>;
  readonly task?: pulumi.Input<string>;
  readonly longestInvocationSeconds: pulumi.Input<number>;
  /** Further variables, or other values for those that are set here. */
  readonly environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Largest request and response that the model server takes, in bytes: above the largest that SageMaker hands it. */
const largestPayloadBytes = 2_000_000_000;

/**
 * Environment of the Hugging Face container.
 *
 * Its model server allows 60 seconds and 6.5 MB unless told otherwise, and would cut short what asynchronous inference
 * is for: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html
 */
export function containerEnvironment({
  modelId,
  task,
  longestInvocationSeconds,
  environment,
}: ContainerEnvironmentArgs): pulumi.Input<Record<string, pulumi.Input<string>>> {
  const asyncEnvironment: Record<string, pulumi.Input<string>> = {
    HF_MODEL_ID: modelId,
    ...(task === undefined ? {} : { HF_TASK: task }),
    MMS_MAX_REQUEST_SIZE: String(largestPayloadBytes),
    MMS_MAX_RESPONSE_SIZE: String(largestPayloadBytes),
    MMS_DEFAULT_RESPONSE_TIMEOUT: pulumi.output(longestInvocationSeconds).apply(String),
  };
  if (environment === undefined) return asyncEnvironment;
  return pulumi.output(environment).apply((further) => ({ ...asyncEnvironment, ...further }));
}
