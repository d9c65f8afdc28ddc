import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as sagemaker from "@pulumi/aws/sagemaker";
import * as pulumi from "@pulumi/pulumi";

import { type AsyncInferenceEndpointArgs } from "./async-inference-endpoint-args";
import { callerPolicy } from "./endpoint/caller-policy";
import { type CheckedArgs, checkedArgs } from "./endpoint/checked-args";
import { createConfiguration } from "./endpoint/configuration";
import { containerImage } from "./endpoint/container-image";
import { deploymentPlace } from "./endpoint/deployment-place";
import { createEncryptionKey } from "./endpoint/encryption-key";
import { createExecutionRole } from "./endpoint/execution-role";
import { createModel } from "./endpoint/model";
import { createResultChannel, type ResultChannel } from "./endpoint/result-channel";
import { createResultsTable } from "./endpoint/results-table";
import { createRollbackAlarms, deploymentConfig } from "./endpoint/rollback";
import { createStorage } from "./endpoint/storage";

/**
 * A SageMaker endpoint for asynchronous inference: the model, its configuration, the role it runs as, the bucket it
 * reads from and writes to, and a topic with a queue each for results and for failures, all encrypted with one key.
 *
 * Model and configuration carry no physical names, so that a change of either makes new ones, moves the endpoint over
 * and only then deletes the old. An update is watched by alarms that bring the old fleet back.
 *
 * Data capture, shadow variants and several variants or containers are not offered: AWS does not have them for
 * asynchronous endpoints (https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html).
 */
export class AsyncInferenceEndpoint extends pulumi.ComponentResource {
  /** Name of the endpoint, known once it is in service. */
  public readonly endpointName: pulumi.Output<string>;
  /** Name of the endpoint's only production variant. */
  public readonly variantName: pulumi.Output<string>;
  /** Bucket of inputs and results. */
  public readonly bucketName: pulumi.Output<string>;
  /** Prefix that inputs are read from. */
  public readonly inputPrefix: pulumi.Output<string>;
  /** Where results are written, as an S3 URI. */
  public readonly outputPath: pulumi.Output<string>;
  /** Where the reports of failed requests are written, as an S3 URI. */
  public readonly failurePath: pulumi.Output<string>;
  /** Key that everything is encrypted with; none when `createKey` is false. */
  public readonly kmsKeyArn?: pulumi.Output<string>;
  /** Topic that announces each result; none for an endpoint without topics. */
  public readonly successTopicArn?: pulumi.Output<string>;
  /** Topic that announces each failure; none for an endpoint without topics. */
  public readonly errorTopicArn?: pulumi.Output<string>;
  /** Queue that keeps the announcements of results until they are read. */
  public readonly successQueueUrl?: pulumi.Output<string>;
  /** Queue that keeps the announcements of failures until they are read. */
  public readonly errorQueueUrl?: pulumi.Output<string>;
  /** Name of the queue of results that no reader could handle. */
  public readonly successDeadLetterQueueName?: pulumi.Output<string>;
  /** Name of the queue of failures that no reader could handle. */
  public readonly errorDeadLetterQueueName?: pulumi.Output<string>;
  /** Table that results and failures are filed in; none unless `createResultsTable`. */
  public readonly resultsTableName?: pulumi.Output<string>;
  /** Name of the queue of announcements that could not be filed in that table. */
  public readonly resultsDeadLetterQueueName?: pulumi.Output<string>;
  /** Role that the endpoint runs as. */
  public readonly executionRoleArn: pulumi.Output<string>;
  /** What that role must be allowed, as an IAM policy; for the owner of a given `executionRoleArn`. */
  public readonly executionPolicy: pulumi.Output<string>;
  /** What a caller must be allowed, as an IAM policy: to invoke, to put inputs, to get results and failures. */
  public readonly callerPolicy: pulumi.Output<string>;
  /** Image that serves the model; none for a model package, which names its own. */
  public readonly containerImageUri?: pulumi.Output<string>;

  /**
   * @param name Name of the component; its children's names start with it.
   * @throws InputPropertiesError naming every argument that cannot be used, before anything is created.
   */
  constructor(
    name: string,
    args: AsyncInferenceEndpointArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("sagemaker-async-inference:index:AsyncInferenceEndpoint", name, {}, opts);
    const inputs = checkedArgs(name, args);
    const place = deploymentPlace(this);
    const image = containerImage({ ...inputs, region: place.region });

    const keyArn = createEncryptionKey(name, { ...inputs, place }, this);
    const storage = createStorage(name, { ...inputs, keyArn, partition: place.partition }, this);
    const { bucketArn } = storage;
    const success = createSuccessChannel(name, inputs, keyArn, this);
    const error = createErrorChannel(name, inputs, keyArn, this);
    const channels = [success, error];
    const topicArns = channels.flatMap((channel) => channel?.topicArn ?? []);
    const rollbackAlarmNames = createRollbackAlarms(name, inputs, this);
    const role = createExecutionRole(
      name,
      { ...inputs, place, image, keyArn, bucketArn, topicArns, rollbackAlarmNames },
      this,
    );
    const model = createModel(name, inputs, { image, role }, this);
    const configuration = createConfiguration(
      name,
      inputs,
      { model, storage, success, error, keyArn },
      this,
    );
    const logs = createLogGroup(name, inputs, keyArn, this);
    const results = inputs.createResultsTable
      ? createResultsTable(name, { ...inputs, ...place, storage, channels, keyArn }, this)
      : undefined;
    const endpoint = new sagemaker.Endpoint(
      `${name}-endpoint`,
      {
        name: inputs.endpointName,
        endpointConfigName: configuration.name,
        deploymentConfig: deploymentConfig(inputs, rollbackAlarmNames),
        tags: inputs.tags,
      },
      {
        parent: this,
        dependsOn: [
          ...[logs, ...role.rights, ...storage.safeguards],
          ...channels.flatMap((channel) => channel?.safeguards ?? []),
          ...(results?.safeguards ?? []),
        ],
      },
    );

    // The id is the name, yet known only once the endpoint is there: nothing that takes it comes earlier.
    this.endpointName = endpoint.id;
    this.variantName = pulumi.output(inputs.variantName);
    this.bucketName = storage.bucketName;
    this.inputPrefix = pulumi.output(inputs.inputPrefix);
    this.outputPath = storage.outputPath;
    this.failurePath = storage.failurePath;
    this.kmsKeyArn = keyArn;
    this.successTopicArn = success?.topicArn;
    this.errorTopicArn = error?.topicArn;
    this.successQueueUrl = success?.queue?.url;
    this.errorQueueUrl = error?.queue?.url;
    this.successDeadLetterQueueName = success?.queue?.deadLetterName;
    this.errorDeadLetterQueueName = error?.queue?.deadLetterName;
    this.resultsTableName = results?.name;
    this.resultsDeadLetterQueueName = results?.deadLetterName;
    this.executionRoleArn = role.arn;
    this.executionPolicy = role.policy;
    this.callerPolicy = callerPolicy({ ...inputs, place, bucketArn, keyArn });
    this.containerImageUri = image?.uri;
    this.registerOutputs({
      endpointName: this.endpointName,
      variantName: this.variantName,
      bucketName: this.bucketName,
      inputPrefix: this.inputPrefix,
      outputPath: this.outputPath,
      failurePath: this.failurePath,
      kmsKeyArn: this.kmsKeyArn,
      successTopicArn: this.successTopicArn,
      errorTopicArn: this.errorTopicArn,
      successQueueUrl: this.successQueueUrl,
      errorQueueUrl: this.errorQueueUrl,
      successDeadLetterQueueName: this.successDeadLetterQueueName,
      errorDeadLetterQueueName: this.errorDeadLetterQueueName,
      resultsTableName: this.resultsTableName,
      resultsDeadLetterQueueName: this.resultsDeadLetterQueueName,
      executionRoleArn: this.executionRoleArn,
      executionPolicy: this.executionPolicy,
      callerPolicy: this.callerPolicy,
      containerImageUri: this.containerImageUri,
    });
  }

  /**
   * Lets a role call the endpoint: invoke it, put inputs, get results and failures, and nothing else.
   *
   * @param name Name of the policy resource; unique among those of the stack.
   * @param roleName Name of the role, of this account.
   */
  public grantInvoke(name: string, roleName: pulumi.Input<string>): iam.RolePolicy {
    return new iam.RolePolicy(
      name,
      { role: roleName, policy: this.callerPolicy },
      { parent: this },
    );
  }
}

function createSuccessChannel(
  name: string,
  inputs: CheckedArgs,
  keyArn: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
): ResultChannel | undefined {
  const { successTopicArn: topicArn, successEmails: emails, successUrls: urls } = inputs;
  return createResultChannel(
    `${name}-success`,
    { ...inputs, topicArn, emails, urls, keyArn },
    parent,
  );
}

function createErrorChannel(
  name: string,
  inputs: CheckedArgs,
  keyArn: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
): ResultChannel | undefined {
  const { errorTopicArn: topicArn, errorEmails: emails, errorUrls: urls } = inputs;
  return createResultChannel(
    `${name}-error`,
    { ...inputs, topicArn, emails, urls, keyArn },
    parent,
  );
}

/** Made ahead: SageMaker would make the group by itself, with neither retention nor key, and leave it behind. */
function createLogGroup(
  name: string,
  { endpointName, logRetentionDays, tags }: CheckedArgs,
  keyArn: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
): cloudwatch.LogGroup {
  return new cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: pulumi.interpolate`/aws/sagemaker/Endpoints/${endpointName}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: keyArn,
      tags,
    },
    { parent },
  );
}
