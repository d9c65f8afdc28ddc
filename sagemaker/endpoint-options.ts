import { DeploymentStrategy } from "./deployment-strategies";
import { limits } from "./limits";
import { type ServingStack } from "./serving-stacks";

/**
 * Options of an asynchronous endpoint whose rules involve more than one of them.
 *
 * Arguments of the component and settings of a stack have these names; the component's arguments explain them.
 */
export interface EndpointOptions {
  readonly modelId?: string;
  readonly modelRevision?: string;
  readonly hubToken?: string;
  readonly hubTokenSecretArn?: string;
  readonly modelArchiveUri?: string;
  readonly modelPrefixUri?: string;
  readonly modelPackageArn?: string;
  readonly acceptEula?: boolean;
  readonly task?: string;
  readonly servingStack?: ServingStack;
  readonly containerImage?: string;
  readonly modelServerWorkers?: number;
  readonly modelServerBatchSize?: number;
  readonly modelServerBatchDelayMilliseconds?: number;
  readonly instanceType?: string;
  readonly volumeSizeGb?: number;
  readonly bucketName?: string;
  readonly outputPrefix?: string;
  readonly failurePrefix?: string;
  readonly inputRetentionDays?: number;
  readonly outputRetentionDays?: number;
  readonly executionRoleArn?: string;
  readonly rolePolicyArns?: readonly string[];
  readonly createTopics?: boolean;
  readonly successTopicArn?: string;
  readonly errorTopicArn?: string;
  readonly includeResponseInSuccess?: boolean;
  readonly includeResponseInError?: boolean;
  readonly successEmails?: readonly string[];
  readonly errorEmails?: readonly string[];
  readonly successUrls?: readonly string[];
  readonly errorUrls?: readonly string[];
  readonly createResultsTable?: boolean;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly networkIsolation?: boolean;
  readonly deploymentStrategy?: DeploymentStrategy;
  readonly deploymentStepPercent?: number;
  readonly terminationWaitSeconds?: number;
  readonly createRollbackAlarms?: boolean;
  readonly rollbackAlarmNames?: readonly string[];
}

/** Name of an option. */
export type EndpointOption = keyof EndpointOptions;

/** What an endpoint's options are when they are omitted, where they have a default. */
export const endpointDefaults = {
  instanceType: "ml.g5.xlarge",
  initialInstanceCount: 1,
  longestInvocationSeconds: limits.invocationTimeoutSeconds.max,
  // A large model from the Hub, or from S3, and its first load onto a GPU take minutes.
  containerStartupTimeoutSeconds: 900,
  modelDownloadTimeoutSeconds: 1200,
  variantName: "primary",
  forceDestroyBucket: false,
  inputPrefix: "input",
  outputPrefix: "output",
  failurePrefix: "failure",
  createKey: true,
  createTopics: true,
  createQueues: false,
  includeResponseInSuccess: false,
  includeResponseInError: false,
  createResultsTable: false,
  resultsTableRetentionDays: 365,
  networkIsolation: false,
  deploymentStrategy: DeploymentStrategy.AllAtOnce,
  deploymentWaitSeconds: 300,
  createRollbackAlarms: true,
  rollbackServerErrors: 1,
  logRetentionDays: 30,
};
