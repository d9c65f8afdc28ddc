import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  SageMakerClient,
  waitUntilEndpointInService,
} from "@aws-sdk/client-sagemaker";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import { createLoadClients } from "../../load/service/aws-clients";
import { type LoadTarget } from "../../load/service/target";
import { openToTopics } from "../simulator/aws/local-server";

const region = "us-east-1";
const endpointName = "articles";
const variantName = "main";
const bucketName = "articles-bucket";

/**
 * Puts an asynchronous endpoint with scaling from and to zero onto a server, by the SDK alone.
 *
 * @returns Where to send a load to; the endpoint is still being created.
 */
export async function deployStack(endpointUrl: string): Promise<LoadTarget> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const common = { region, endpoint: endpointUrl, credentials };
  const s3 = new S3Client({ ...common, forcePathStyle: true });
  const sns = new SNSClient(common);
  const sqs = new SQSClient(common);
  const iam = new IAMClient(common);
  const sageMaker = new SageMakerClient(common);
  const scaling = new ApplicationAutoScalingClient(common);
  const cloudWatch = new CloudWatchClient(common);

  await s3.send(new CreateBucketCommand({ Bucket: bucketName }));
  const success = await topicWithQueue(sns, sqs, "success");
  const error = await topicWithQueue(sns, sqs, "error");
  const roleArn = await createRole(iam);
  await createEndpoint(sageMaker, roleArn, success.topicArn, error.topicArn);
  await createScaling(scaling, cloudWatch);
  for (const client of [s3, sns, sqs, iam, sageMaker, scaling, cloudWatch]) {
    client.destroy();
  }
  return {
    ...{ endpointUrl, region, endpointName, variantName, bucketName },
    inputPrefix: "input",
    outputPath: `s3://${bucketName}/output`,
    successQueueUrl: success.queueUrl,
    errorQueueUrl: error.queueUrl,
  };
}

async function topicWithQueue(
  sns: SNSClient,
  sqs: SQSClient,
  name: string,
): Promise<{ topicArn: string; queueUrl: string }> {
  const { TopicArn: topicArn = "" } = await sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl: queueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: openToTopics }),
  );
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: attributes?.QueueArn,
    }),
  );
  return { topicArn, queueUrl };
}

async function createRole(iam: IAMClient): Promise<string> {
  const { Role: role } = await iam.send(
    new CreateRoleCommand({
      RoleName: "execution",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "sagemaker.amazonaws.com" },
        },
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "execution",
      PolicyName: "endpoint",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: ["s3:*", "sns:Publish"], Resource: "*" },
      }),
    }),
  );
  return role?.Arn ?? "";
}

async function createEndpoint(
  sageMaker: SageMakerClient,
  roleArn: string,
  successTopic: string,
  errorTopic: string,
): Promise<void> {
  await sageMaker.send(
    new CreateModelCommand({
      ModelName: "summarizer",
      ExecutionRoleArn: roleArn,
      PrimaryContainer: {
        Image:
          "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04",
        Environment: { HF_MODEL_ID: "google/pegasus-large", HF_TASK: "summarization" },
      },
    }),
  );
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: "articles-config",
      ProductionVariants: [
        {
          VariantName: variantName,
          ModelName: "summarizer",
          InstanceType: "ml.m5.xlarge",
          InitialInstanceCount: 1,
        },
      ],
      AsyncInferenceConfig: {
        OutputConfig: {
          S3OutputPath: `s3://${bucketName}/output`,
          S3FailurePath: `s3://${bucketName}/failure`,
          NotificationConfig: { SuccessTopic: successTopic, ErrorTopic: errorTopic },
        },
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
      },
    }),
  );
  await sageMaker.send(
    new CreateEndpointCommand({
      EndpointName: endpointName,
      EndpointConfigName: "articles-config",
    }),
  );
}

async function createScaling(
  scaling: ApplicationAutoScalingClient,
  cloudWatch: CloudWatchClient,
): Promise<void> {
  const variant = {
    ServiceNamespace: "sagemaker",
    ResourceId: `endpoint/${endpointName}/variant/${variantName}`,
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
  } as const;
  const ofEndpoint = {
    Namespace: "AWS/SageMaker",
    Dimensions: [{ Name: "EndpointName", Value: endpointName }],
    Statistic: "Average" as const,
  };
  await scaling.send(
    new RegisterScalableTargetCommand({ ...variant, MinCapacity: 0, MaxCapacity: 5 }),
  );
  await scaling.send(
    new PutScalingPolicyCommand({
      ...variant,
      PolicyName: "backlog",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        CustomizedMetricSpecification: {
          ...ofEndpoint,
          MetricName: "ApproximateBacklogSizePerInstance",
        },
        ScaleInCooldown: 120,
        ScaleOutCooldown: 120,
      },
    }),
  );
  const { PolicyARN: wakeUp = "" } = await scaling.send(
    new PutScalingPolicyCommand({
      ...variant,
      PolicyName: "wake-up",
      PolicyType: "StepScaling",
      StepScalingPolicyConfiguration: {
        AdjustmentType: "ChangeInCapacity",
        MetricAggregationType: "Average",
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    }),
  );
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      ...ofEndpoint,
      AlarmName: "wake-up",
      MetricName: "HasBacklogWithoutCapacity",
      Period: 60,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "missing",
      AlarmActions: [wakeUp],
    }),
  );
}

export function sageMakerOf({ region, endpointUrl = "" }: LoadTarget): SageMakerClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new SageMakerClient({ region, endpoint: endpointUrl, credentials });
}

/** Waits until the endpoint takes requests; its first instance may still be coming when the stack is deployed. */
export async function inService(target: LoadTarget): Promise<void> {
  const client = sageMakerOf(target);
  await waitUntilEndpointInService(patience(client), { EndpointName: target.endpointName });
  client.destroy();
}

/** How often and how long to look at an endpoint. */
export function patience(
  client: SageMakerClient,
): Parameters<typeof waitUntilEndpointInService>[0] {
  return { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
}

/**
 * Has what an earlier process had received and not deleted come back in seconds: a run that goes on waits for as long.
 */
export async function hideMessagesBriefly(target: LoadTarget): Promise<void> {
  const { sqs, ...clients } = createLoadClients(target);
  for (const QueueUrl of [target.successQueueUrl, target.errorQueueUrl]) {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "3" } }),
    );
  }
  clients.destroy();
}
