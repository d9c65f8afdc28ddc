import { listOf, named, oneOf, oneOfTexts, wholeNumberIn } from "../sagemaker/checks";
import { imageUriProblem } from "../sagemaker/container-images";
import { DeploymentStrategy } from "../sagemaker/deployment-strategies";
import { endpointDefaults as defaults } from "../sagemaker/endpoint-options";
import { inferenceAmiVersions, instanceTypeProblem } from "../sagemaker/instance-types";
import { hubModelId, keyPrefix, limits, logRetentionDays } from "../sagemaker/limits";
import * as names from "../sagemaker/resource-names";
import { ServingStack } from "../sagemaker/serving-stacks";
import {
  choice,
  flag,
  number,
  optionalFlag,
  optionalList,
  optionalMap,
  optionalNumber,
  optionalText,
  text,
} from "./fields";

/**
 * The keys of the endpoint. Each is named as the argument of `AsyncInferenceEndpoint` that it becomes, where it is
 * explained, with these exceptions: `concurrency`, `automaticConcurrency`, `containerEnvironment` and `callerRoleNames`.
 */
export const endpointSettings = {
  modelId: optionalText(named(hubModelId)),
  modelRevision: optionalText(named(names.hubRevisionRule)),
  /** Set it with `pulumi config set --secret`. */
  hubToken: optionalText(() => undefined),
  hubTokenSecretArn: optionalText(named(names.secretArnRule)),
  modelArchiveUri: optionalText(named(names.modelArchiveUriRule)),
  modelPrefixUri: optionalText(named(names.modelPrefixUriRule)),
  modelPackageArn: optionalText(named(names.modelPackageArnRule)),
  acceptEula: optionalFlag(),
  task: optionalText(named(names.hubTaskRule)),
  servingStack: choice(ServingStack).optional(),
  containerImage: optionalText(imageUriProblem),
  containerEnvironment: optionalMap(),
  modelServerWorkers: optionalNumber(wholeNumberIn(limits.modelServerWorkers)),
  modelServerBatchSize: optionalNumber(wholeNumberIn(limits.modelServerBatchSize)),
  modelServerBatchDelayMilliseconds: optionalNumber(
    wholeNumberIn(limits.modelServerBatchDelayMilliseconds),
  ),

  /** On `ml.m5.xlarge` one Pegasus summary takes about 83 seconds; a GPU makes the model worth waiting for. */
  instanceType: text(defaults.instanceType, instanceTypeProblem),
  concurrency: number(2, wholeNumberIn(limits.concurrentInvocationsPerInstance)),
  /** Leaves the concurrency to SageMaker, whatever `concurrency` says. */
  automaticConcurrency: flag(false),
  initialInstanceCount: number(
    defaults.initialInstanceCount,
    wholeNumberIn(limits.initialInstanceCount),
  ),
  /** A request that asks for no time-out of its own gets this one from SageMaker. */
  longestInvocationSeconds: number(
    limits.invocationTimeoutSeconds.default,
    wholeNumberIn(limits.invocationTimeoutSeconds),
  ),
  containerStartupTimeoutSeconds: number(
    defaults.containerStartupTimeoutSeconds,
    wholeNumberIn(limits.containerStartupTimeoutSeconds),
  ),
  modelDownloadTimeoutSeconds: number(
    defaults.modelDownloadTimeoutSeconds,
    wholeNumberIn(limits.modelDownloadTimeoutSeconds),
  ),
  volumeSizeGb: optionalNumber(wholeNumberIn(limits.volumeSizeGb)),
  inferenceAmiVersion: optionalText(oneOfTexts(inferenceAmiVersions.values)),

  /** An existing bucket; one is made when it is not set. */
  bucketName: optionalText(named(names.bucketNameRule)),
  forceDestroyBucket: flag(defaults.forceDestroyBucket),
  inputPrefix: text(defaults.inputPrefix, named(keyPrefix)),
  outputPrefix: text(defaults.outputPrefix, named(keyPrefix)),
  failurePrefix: text(defaults.failurePrefix, named(keyPrefix)),
  inputRetentionDays: optionalNumber(wholeNumberIn(limits.objectRetentionDays)),
  outputRetentionDays: optionalNumber(wholeNumberIn(limits.objectRetentionDays)),

  createKey: flag(defaults.createKey),
  kmsKeyArn: optionalText(named(names.keyArnRule)),
  readableKeyArns: optionalList(listOf(named(names.keyArnRule))),
  executionRoleArn: optionalText(named(names.roleArnRule)),
  rolePolicyArns: optionalList(listOf(named(names.policyArnRule))),
  /** Roles that may call the endpoint. */
  callerRoleNames: optionalList(listOf(named(names.roleNameRule))),

  createTopics: flag(defaults.createTopics),
  successTopicArn: optionalText(named(names.topicArnRule)),
  errorTopicArn: optionalText(named(names.topicArnRule)),
  createQueues: flag(defaults.createQueues),
  includeResponseInSuccess: flag(defaults.includeResponseInSuccess),
  includeResponseInError: flag(defaults.includeResponseInError),
  successEmails: optionalList(listOf(named(names.emailRule))),
  errorEmails: optionalList(listOf(named(names.emailRule))),
  successUrls: optionalList(listOf(named(names.httpsUrlRule))),
  errorUrls: optionalList(listOf(named(names.httpsUrlRule))),
  createResultsTable: flag(defaults.createResultsTable),
  resultsTableRetentionDays: number(
    defaults.resultsTableRetentionDays,
    wholeNumberIn(limits.objectRetentionDays),
  ),

  subnetIds: optionalList(listOf(named(names.subnetIdRule), { max: 16 })),
  securityGroupIds: optionalList(listOf(named(names.securityGroupIdRule), { max: 5 })),
  networkIsolation: flag(defaults.networkIsolation),

  deploymentStrategy: choice(DeploymentStrategy).default(defaults.deploymentStrategy),
  deploymentStepPercent: optionalNumber(wholeNumberIn(limits.deploymentStepPercent)),
  deploymentWaitSeconds: number(
    defaults.deploymentWaitSeconds,
    wholeNumberIn(limits.deploymentWaitSeconds),
  ),
  terminationWaitSeconds: optionalNumber(wholeNumberIn(limits.terminationWaitSeconds)),
  deploymentTimeoutSeconds: optionalNumber(wholeNumberIn(limits.deploymentTimeoutSeconds)),
  createRollbackAlarms: flag(defaults.createRollbackAlarms),
  rollbackServerErrors: number(defaults.rollbackServerErrors, wholeNumberIn(limits.rollbackErrors)),
  rollbackAlarmNames: optionalList(listOf(named(names.alarmNameRule))),
  logRetentionDays: number(defaults.logRetentionDays, oneOf(logRetentionDays.values, "days")),
};
