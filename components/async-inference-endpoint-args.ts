import type * as pulumi from "@pulumi/pulumi";

import { type DeploymentStrategy } from "../sagemaker/deployment-strategies";
import { type ServingStack } from "../sagemaker/serving-stacks";

/**
 * Arguments of `AsyncInferenceEndpoint`.
 *
 * The model is named by exactly one of `modelId`, `modelArchiveUri`, `modelPrefixUri` and `modelPackageArn`, or by
 * `containerImage` alone, for an image that holds its model itself.
 */
export interface AsyncInferenceEndpointArgs {
  /** Model of the Hugging Face Hub to serve, as `organisation/name`. The container fetches it when it starts. */
  readonly modelId?: pulumi.Input<string>;

  /** Branch, tag or commit of `modelId`. Defaults to its main branch; a commit makes every instance serve the same model. */
  readonly modelRevision?: pulumi.Input<string>;

  /**
   * Token of the Hugging Face Hub, for a gated or private `modelId`. Kept as a secret in Pulumi's state; SageMaker
   * shows a container's environment to everyone who may describe the model.
   */
  readonly hubToken?: pulumi.Input<string>;

  /** ARN of a secret of Secrets Manager whose text is the Hub's token, read at deployment. In place of `hubToken`. */
  readonly hubTokenSecretArn?: pulumi.Input<string>;

  /** Model as one compressed archive in S3, `s3://<bucket>/<key>.tar.gz`. */
  readonly modelArchiveUri?: pulumi.Input<string>;

  /** Model as files under a prefix in S3, `s3://<bucket>/<prefix>/`: large models start sooner than from an archive. */
  readonly modelPrefixUri?: pulumi.Input<string>;

  /** ARN of a version of a model package, of your own registry or of the Marketplace; it names image and data itself. */
  readonly modelPackageArn?: pulumi.Input<string>;

  /**
   * Whether you accept the licence of a model in S3 that asks for it (JumpStart's gated models). Not accepted when
   * omitted. The licence of a model of the Hub is accepted on its page there, by the owner of `hubToken`.
   */
  readonly acceptEula?: pulumi.Input<boolean>;

  /** The pipeline's task, for example `summarization`. Left to the model's card when omitted. */
  readonly task?: pulumi.Input<string>;

  /**
   * What serves the model: decides the image, and by which environment variables it is set up. Defaults to the Hugging
   * Face inference toolkit; for a `containerImage`, to the stack that AWS publishes under its repository's name.
   */
  readonly servingStack?: pulumi.Input<ServingStack>;

  /**
   * Image in Amazon ECR that serves the model. Defaults to AWS's image that fits the serving stack, the region, the
   * instance type and the task.
   */
  readonly containerImage?: pulumi.Input<string>;

  /** Further environment variables of the container; they win over those that the component sets. */
  readonly environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;

  /** Processes of the model server that serve requests side by side. Left to the server when omitted. */
  readonly modelServerWorkers?: pulumi.Input<number>;

  /** Most requests that the model server hands to the model at once. Left to the server when omitted. */
  readonly modelServerBatchSize?: pulumi.Input<number>;

  /** Longest that the model server waits for a batch to fill, in milliseconds. Left to the server when omitted. */
  readonly modelServerBatchDelayMilliseconds?: pulumi.Input<number>;

  /** Type of the instances. Defaults to `ml.g5.xlarge`. */
  readonly instanceType?: pulumi.Input<string>;

  /**
   * Requests that one instance works on at a time, 1 to 1000. Left to SageMaker when omitted, which does not say what
   * it chooses.
   */
  readonly maxConcurrentInvocationsPerInstance?: pulumi.Input<number>;

  /**
   * Instances that the endpoint is created with, and that an update of model or instance type sets it back to. At
   * least 1: only scaling takes an endpoint to zero. Defaults to 1.
   */
  readonly initialInstanceCount?: pulumi.Input<number>;

  /**
   * Longest time that the model may take for one request, in seconds: the container's own time-out. 1 to 3600;
   * defaults to 3600. Callers choose theirs with each request, 900 unless they say otherwise.
   */
  readonly longestInvocationSeconds?: pulumi.Input<number>;

  /** Seconds that the container may take from its start to its first healthy answer, 60 to 3600. Defaults to 900. */
  readonly containerStartupTimeoutSeconds?: pulumi.Input<number>;

  /** Seconds that the model's data may take from S3 onto an instance, 60 to 3600. Defaults to 1200. */
  readonly modelDownloadTimeoutSeconds?: pulumi.Input<number>;

  /** Size of an instance's volume in gigabytes, 1 to 512. Left to SageMaker when omitted; types with a local disk take none. */
  readonly volumeSizeGb?: pulumi.Input<number>;

  /** Version of the machine image under the container, for an image that needs newer GPU drivers. SageMaker's own when omitted. */
  readonly inferenceAmiVersion?: pulumi.Input<string>;

  /**
   * Name of the endpoint, unique in its account and region. Defaults to the component's name and the stack's, joined
   * by a hyphen.
   */
  readonly endpointName?: pulumi.Input<string>;

  /** Name of the production variant; a new name is a new variant to autoscaling. Defaults to `primary`. */
  readonly variantName?: pulumi.Input<string>;

  /** Name of an existing bucket for inputs and results. A private, encrypted one is made when omitted. */
  readonly bucketName?: pulumi.Input<string>;

  /** Whether the bucket that is made may be deleted while objects are in it. Defaults to false. */
  readonly forceDestroyBucket?: pulumi.Input<boolean>;

  /** Prefix that inputs are read from. Defaults to `input`. */
  readonly inputPrefix?: pulumi.Input<string>;

  /** Prefix that results are written to. Defaults to `output`. */
  readonly outputPrefix?: pulumi.Input<string>;

  /** Prefix that the reports of failed requests are written to; not that of results. Defaults to `failure`. */
  readonly failurePrefix?: pulumi.Input<string>;

  /** Days after which inputs are deleted from the bucket that is made. They are kept for ever when omitted. */
  readonly inputRetentionDays?: pulumi.Input<number>;

  /** Days after which results and failure reports are deleted from the bucket that is made. Kept for ever when omitted. */
  readonly outputRetentionDays?: pulumi.Input<number>;

  /**
   * Whether a KMS key of your own is made when `kmsKeyArn` names none; it encrypts bucket, results, topics, queues,
   * logs, results table, and the volume of types without a local disk. Defaults to true, as only such a key lets you
   * say, see and revoke who reads the data; it costs about one US dollar a month. False leaves bucket, queues and logs
   * to keys of AWS's own, and the topics without one.
   */
  readonly createKey?: boolean;

  /** ARN of an existing KMS key to encrypt all of that with. Its policy must let SNS, CloudWatch and CloudWatch Logs use it. */
  readonly kmsKeyArn?: pulumi.Input<string>;

  /** ARNs of KMS keys that the role must also decrypt with: those of the model's data and of the inputs in a given bucket. */
  readonly readableKeyArns?: pulumi.Input<pulumi.Input<string>[]>;

  /** ARN of an existing role that the endpoint runs as; see `executionPolicy` for what it must allow. One is made when omitted. */
  readonly executionRoleArn?: pulumi.Input<string>;

  /** ARNs of managed policies for the role that is made, for what only your own image or model package needs. */
  readonly rolePolicyArns?: pulumi.Input<string>[];

  /** Whether topics that announce results and failures are made where none is given. Defaults to true. */
  readonly createTopics?: boolean;

  /** ARN of an existing topic that announces results. */
  readonly successTopicArn?: pulumi.Input<string>;

  /** ARN of an existing topic that announces failures. */
  readonly errorTopicArn?: pulumi.Input<string>;

  /** Whether each topic gets a queue, with a dead-letter queue, that keeps what it says until it is read. Defaults to false. */
  readonly createQueues?: boolean;

  /** Whether the announcement of a result carries the result itself, where it is no more than 128 KB. Defaults to false. */
  readonly includeResponseInSuccess?: pulumi.Input<boolean>;

  /** Whether the announcement of a failure carries the model's answer, where it is no more than 128 KB. Defaults to false. */
  readonly includeResponseInError?: pulumi.Input<boolean>;

  /** Addresses that get an e-mail for each result; each must confirm first. */
  readonly successEmails?: string[];

  /** Addresses that get an e-mail for each failure; each must confirm first. */
  readonly errorEmails?: string[];

  /** URLs, https only, that each result is posted to; each must confirm first. */
  readonly successUrls?: string[];

  /** URLs, https only, that each failure is posted to; each must confirm first. */
  readonly errorUrls?: string[];

  /**
   * Whether each result and failure is filed in a DynamoDB table, for trends over time, by a Lambda function that the
   * topics feed, or, without topics, the bucket. Defaults to false.
   */
  readonly createResultsTable?: boolean;

  /** Days that the results table keeps what is filed in it. Defaults to 365. */
  readonly resultsTableRetentionDays?: pulumi.Input<number>;

  /** Subnets that the containers reach S3 and everything else through; with `securityGroupIds`. AWS's own network when omitted. */
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /** Security groups of the containers; with `subnetIds`. */
  readonly securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Whether the container is cut off from every network; SageMaker itself still moves payloads and model data. Defaults
   * to false. A model of the Hub cannot be fetched then.
   */
  readonly networkIsolation?: pulumi.Input<boolean>;

  /** How an update moves from the old fleet to the new one. Defaults to all at once. */
  readonly deploymentStrategy?: pulumi.Input<DeploymentStrategy>;

  /**
   * Size of a step of the strategy, in percent of the fleet: the canary (1 to 50), each linear step (10 to 50), each
   * rolling batch (5 to 50). Defaults to 10, 25 and 25; all at once has none.
   */
  readonly deploymentStepPercent?: pulumi.Input<number>;

  /** Seconds that an update watches its alarms after each step, 0 to 3600. Defaults to 300: a metric is up to 3 minutes late. */
  readonly deploymentWaitSeconds?: pulumi.Input<number>;

  /** Seconds that the old fleet is kept after the new one has taken over, 0 to 3600. Defaults to 0; rolling has none. */
  readonly terminationWaitSeconds?: pulumi.Input<number>;

  /** Seconds after which an update is given up and rolled back, 600 to 14400. Left to SageMaker when omitted. */
  readonly deploymentTimeoutSeconds?: pulumi.Input<number>;

  /**
   * Whether two alarms are made that roll an update back: for server errors of the model, and for results that cannot
   * be written. Defaults to true. SageMaker can take rollback away from an endpoint only by making a new one.
   */
  readonly createRollbackAlarms?: boolean;

  /**
   * Server errors of the model in any one minute of the last five that set off the first of those alarms, at least 1.
   * Defaults to 1. Errors of the fleet that is replaced count, too.
   */
  readonly rollbackServerErrors?: pulumi.Input<number>;

  /** Names of further alarms that roll an update back; ten at most, those that are made included. */
  readonly rollbackAlarmNames?: pulumi.Input<string>[];

  /**
   * Days that the logs are kept: one of the numbers that CloudWatch Logs offers, from 1 to 3653. Defaults to 30; a group
   * that SageMaker makes by itself is kept for ever and outlives the endpoint.
   */
  readonly logRetentionDays?: pulumi.Input<number>;

  /** Tags of everything that the component makes. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
