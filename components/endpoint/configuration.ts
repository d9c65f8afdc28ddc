import * as sagemaker from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { hasLocalStorage } from "../../sagemaker/instance-types";
import { type CheckedArgs } from "./checked-args";
import { type ResultChannel } from "./result-channel";
import { type Storage } from "./storage";

/** What a configuration takes from the rest of the endpoint. */
export interface ConfigurationPlace {
  readonly model: sagemaker.Model;
  readonly storage: Storage;
  readonly success: ResultChannel | undefined;
  readonly error: ResultChannel | undefined;
  readonly keyArn: pulumi.Output<string> | undefined;
}

/**
 * Makes the endpoint's configuration. It has no physical name: with one, a change would delete the old configuration
 * first, and the endpoint would go on serving what that said.
 */
export function createConfiguration(
  name: string,
  inputs: CheckedArgs,
  { model, storage, success, error, keyArn }: ConfigurationPlace,
  parent: pulumi.Resource,
): sagemaker.EndpointConfiguration {
  return new sagemaker.EndpointConfiguration(
    `${name}-config`,
    {
      productionVariants: [
        {
          variantName: inputs.variantName,
          modelName: model.name,
          instanceType: inputs.instanceType,
          initialInstanceCount: inputs.initialInstanceCount,
          containerStartupHealthCheckTimeoutInSeconds: inputs.containerStartupTimeoutSeconds,
          modelDataDownloadTimeoutInSeconds: inputs.modelDownloadTimeoutSeconds,
          volumeSizeInGb: inputs.volumeSizeGb,
          inferenceAmiVersion: inputs.inferenceAmiVersion,
        },
      ],
      asyncInferenceConfig: {
        clientConfig: clientConfig(inputs.maxConcurrentInvocationsPerInstance),
        outputConfig: {
          s3OutputPath: storage.outputPath,
          s3FailurePath: storage.failurePath,
          kmsKeyId: keyArn,
          notificationConfig: notificationConfig(inputs, success, error),
        },
      },
      kmsKeyArn: volumeKey(inputs.instanceType, keyArn),
      tags: inputs.tags,
    },
    // Every change replaces it, which Pulumi refuses for what is protected.
    { parent, protect: false },
  );
}

/** Left out with nothing in it: the AWS provider (5.100) ends with a panic over an empty block. */
function clientConfig(concurrency: pulumi.Input<number> | undefined) {
  return concurrency === undefined
    ? undefined
    : { maxConcurrentInvocationsPerInstance: concurrency };
}

function notificationConfig(
  { includeResponseInSuccess, includeResponseInError }: CheckedArgs,
  success: ResultChannel | undefined,
  error: ResultChannel | undefined,
) {
  if (success === undefined && error === undefined) return undefined;
  const includeInferenceResponseIns = pulumi
    .all([includeResponseInSuccess, includeResponseInError])
    .apply(([inSuccess, inError]) => {
      const topics = [
        ...(inSuccess ? ["SUCCESS_NOTIFICATION_TOPIC"] : []),
        ...(inError ? ["ERROR_NOTIFICATION_TOPIC"] : []),
      ];
      return topics.length === 0 ? undefined : topics;
    }) as pulumi.Output<string[]>;
  return {
    successTopic: success?.topicArn,
    errorTopic: error?.topicArn,
    includeInferenceResponseIns,
  };
}

/** CreateEndpointConfig refuses a key for types with a local disk, which their hardware encrypts. */
function volumeKey(
  instanceType: pulumi.Input<string>,
  keyArn: pulumi.Output<string> | undefined,
): pulumi.Output<string> | undefined {
  if (keyArn === undefined) return undefined;
  return pulumi
    .all([instanceType, keyArn])
    .apply(([type, key]) => (hasLocalStorage(type) ? undefined : key)) as pulumi.Output<string>;
}
