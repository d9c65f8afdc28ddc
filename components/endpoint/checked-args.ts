import * as pulumi from "@pulumi/pulumi";

import { listOf, named, oneOf, oneOfTexts, wholeNumberIn } from "../../sagemaker/checks";
import { imageUriProblem } from "../../sagemaker/container-images";
import { DeploymentStrategy } from "../../sagemaker/deployment-strategies";
import { combinationProblems } from "../../sagemaker/endpoint-combinations";
import { endpointDefaults } from "../../sagemaker/endpoint-options";
import { endpointPairRules, servingImageRule } from "../../sagemaker/endpoint-pairs";
import { inferenceAmiVersions, instanceTypeProblem } from "../../sagemaker/instance-types";
import {
  hubModelId,
  keyPrefix,
  limits,
  logRetentionDays,
  sageMakerName,
} from "../../sagemaker/limits";
import * as names from "../../sagemaker/resource-names";
import { ServingStack } from "../../sagemaker/serving-stacks";
import { type AsyncInferenceEndpointArgs } from "../async-inference-endpoint-args";
import { checkedInputs, ifWritten, withDefaults } from "../validation";

/** The component's arguments, complete, each within its range or gated until it is. */
export type CheckedArgs = ReturnType<typeof checkedArgs>;

/**
 * The arguments with their defaults.
 *
 * @throws InputPropertiesError naming every argument that cannot be used.
 */
export function checkedArgs(name: string, args: AsyncInferenceEndpointArgs) {
  // An image of one's own, or of a package, says by itself what is in it.
  const takesImageOfAws = args.containerImage === undefined && args.modelPackageArn === undefined;
  const complete = withDefaults(
    {
      ...endpointDefaults,
      endpointName: `${name}-${pulumi.getStack()}`,
      ...(takesImageOfAws ? { servingStack: ServingStack.Transformers } : {}),
    },
    args,
  );
  return checkedInputs(
    `AsyncInferenceEndpoint "${name}"`,
    complete,
    {
      modelId: named(hubModelId),
      modelRevision: named(names.hubRevisionRule),
      hubTokenSecretArn: ifWritten(args.hubTokenSecretArn, named(names.secretArnRule)),
      modelArchiveUri: named(names.modelArchiveUriRule),
      modelPrefixUri: named(names.modelPrefixUriRule),
      modelPackageArn: ifWritten(args.modelPackageArn, named(names.modelPackageArnRule)),
      task: named(names.hubTaskRule),
      servingStack: oneOfTexts(Object.values(ServingStack)),
      containerImage: imageUriProblem,
      modelServerWorkers: wholeNumberIn(limits.modelServerWorkers),
      modelServerBatchSize: wholeNumberIn(limits.modelServerBatchSize),
      modelServerBatchDelayMilliseconds: wholeNumberIn(limits.modelServerBatchDelayMilliseconds),
      instanceType: instanceTypeProblem,
      maxConcurrentInvocationsPerInstance: wholeNumberIn(limits.concurrentInvocationsPerInstance),
      initialInstanceCount: wholeNumberIn(limits.initialInstanceCount),
      longestInvocationSeconds: wholeNumberIn(limits.invocationTimeoutSeconds),
      containerStartupTimeoutSeconds: wholeNumberIn(limits.containerStartupTimeoutSeconds),
      modelDownloadTimeoutSeconds: wholeNumberIn(limits.modelDownloadTimeoutSeconds),
      volumeSizeGb: wholeNumberIn(limits.volumeSizeGb),
      inferenceAmiVersion: oneOfTexts(inferenceAmiVersions.values),
      endpointName: named(sageMakerName),
      variantName: named(sageMakerName),
      bucketName: ifWritten(args.bucketName, named(names.bucketNameRule)),
      inputPrefix: named(keyPrefix),
      outputPrefix: named(keyPrefix),
      failurePrefix: named(keyPrefix),
      inputRetentionDays: wholeNumberIn(limits.objectRetentionDays),
      outputRetentionDays: wholeNumberIn(limits.objectRetentionDays),
      kmsKeyArn: ifWritten(args.kmsKeyArn, named(names.keyArnRule)),
      readableKeyArns: ifWritten(args.readableKeyArns, listOf(named(names.keyArnRule))),
      executionRoleArn: ifWritten(args.executionRoleArn, named(names.roleArnRule)),
      successTopicArn: ifWritten(args.successTopicArn, named(names.topicArnRule)),
      errorTopicArn: ifWritten(args.errorTopicArn, named(names.topicArnRule)),
      successEmails: listOf(named(names.emailRule)),
      errorEmails: listOf(named(names.emailRule)),
      successUrls: listOf(named(names.httpsUrlRule)),
      errorUrls: listOf(named(names.httpsUrlRule)),
      resultsTableRetentionDays: wholeNumberIn(limits.objectRetentionDays),
      subnetIds: ifWritten(args.subnetIds, listOf(named(names.subnetIdRule), { max: 16 })),
      securityGroupIds: ifWritten(
        args.securityGroupIds,
        listOf(named(names.securityGroupIdRule), { max: 5 }),
      ),
      deploymentStrategy: oneOfTexts(Object.values(DeploymentStrategy)),
      deploymentWaitSeconds: wholeNumberIn(limits.deploymentWaitSeconds),
      terminationWaitSeconds: wholeNumberIn(limits.terminationWaitSeconds),
      deploymentTimeoutSeconds: wholeNumberIn(limits.deploymentTimeoutSeconds),
      rollbackServerErrors: wholeNumberIn(limits.rollbackErrors),
      logRetentionDays: oneOf(logRetentionDays.values, "days"),
    },
    takesImageOfAws ? [...endpointPairRules, servingImageRule] : endpointPairRules,
    combinationProblems(args),
  );
}
