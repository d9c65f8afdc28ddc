import { setTimeout as sleep } from "node:timers/promises";
import { ApplicationAutoScaling } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import {
  type ProductionVariantSummary,
  SageMaker,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
} from "@aws-sdk/client-sagemaker";
import {
  type InvokeEndpointAsyncCommandOutput,
  SageMakerRuntime,
} from "@aws-sdk/client-sagemaker-runtime";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { type LocalAws, startLocalAws } from "../../../simulator/aws/local-aws";

const bucket = "walk-through";
const endpointName = "Summaries";
const variantName = "all-traffic";
const roleName = "walk-through-role";
const articleCount = 60;

const variant = {
  ServiceNamespace: "sagemaker",
  ResourceId: `endpoint/${endpointName}/variant/${variantName}`,
  ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;

/** A simulated minute takes a twentieth of a second. */
const speed = 1200;

/** SageMaker's waiters wait for 30 seconds between two looks, for an endpoint that takes minutes. */
const waiterTimes = { maxWaitTime: 15, minDelay: 0.02, maxDelay: 0.05 };

function article(index: number): string {
  return (
    `Harbour ${index} closed in 1974, when the last coal ship left its pier. ` +
    `The council bought harbour ${index} and asked the residents what the harbour should become. ` +
    "Most residents asked for trees, and the council planted trees along the harbour. " +
    "A bakery opened. Cats sleep on the pier of the harbour all day."
  );
}

interface ResultMessage {
  readonly eventName: string;
  readonly invocationStatus?: string;
  readonly inferenceId?: string;
  readonly failureReason?: string;
  readonly failureLocation?: string;
  readonly responseParameters?: { readonly outputLocation: string };
}

describe("the walk through an asynchronous endpoint's life", () => {
  let aws: LocalAws;
  let s3: S3;
  let sns: SNS;
  let sqs: SQS;
  let iam: IAM;
  let sagemaker: SageMaker;
  let runtime: SageMakerRuntime;
  let scaling: ApplicationAutoScaling;
  let cloudwatch: CloudWatch;
  const queueUrls: Record<string, string> = {};
  const topicArns: Record<string, string> = {};
  const outputs = new Map<string, string>();

  before(async () => {
    aws = await startLocalAws({ speed });
    const config = {
      endpoint: aws.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      maxAttempts: 1,
    };
    s3 = new S3({ ...config, forcePathStyle: true });
    sns = new SNS(config);
    sqs = new SQS(config);
    iam = new IAM(config);
    sagemaker = new SageMaker(config);
    runtime = new SageMakerRuntime(config);
    scaling = new ApplicationAutoScaling(config);
    cloudwatch = new CloudWatch(config);
  });

  after(async () => {
    [s3, sns, sqs, iam, sagemaker, runtime, scaling, cloudwatch].forEach((client) =>
      client.destroy(),
    );
    await aws.close();
  });

  async function describeVariant(): Promise<ProductionVariantSummary & { status: string }> {
    const { EndpointStatus: status = "", ProductionVariants: variants = [] } =
      await sagemaker.describeEndpoint({ EndpointName: endpointName });
    const [first] = variants;
    if (first === undefined) throw new Error("no variant");
    return { ...first, status };
  }

  /** Lets simulated time stand still, so that a slow machine sees what a fast one sees. */
  async function atOneInstant(act: () => Promise<void>): Promise<void> {
    const goOn = aws.driver.hold(aws.clock.now());
    try {
      await act();
    } finally {
      goOn();
    }
  }

  async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await sleep(10);
    }
  }

  async function untilCount(count: number): Promise<void> {
    await until(`${count} instances`, async () => {
      const { status, CurrentInstanceCount: current } = await describeVariant();
      return status === "InService" && current === count;
    });
  }

  /** The results of a queue until there are so many; test notifications are left out. */
  async function receiveResults(name: string, count: number): Promise<ResultMessage[]> {
    const results: ResultMessage[] = [];
    await until(`${count} messages in ${name}`, async () => {
      const { Messages: messages = [] } = await sqs.receiveMessage({
        QueueUrl: queueUrls[name],
        MaxNumberOfMessages: 10,
      });
      for (const { Body: body = "", ReceiptHandle: handle } of messages) {
        const { Message: text } = JSON.parse(body) as { Message: string };
        const message = JSON.parse(text) as ResultMessage;
        if (message.eventName === "InferenceResult") results.push(message);
        await sqs.deleteMessage({ QueueUrl: queueUrls[name], ReceiptHandle: handle });
      }
      return results.length >= count;
    });
    return results;
  }

  async function send(index: number): Promise<InvokeEndpointAsyncCommandOutput> {
    const key = `in/article-${index}.txt`;
    await s3.putObject({
      Bucket: bucket,
      Key: key,
      Body: article(index),
      ContentType: "text/plain",
    });
    return runtime.invokeEndpointAsync({
      EndpointName: endpointName,
      InputLocation: `s3://${bucket}/${key}`,
      ContentType: "text/plain",
      InferenceId: `article-${index}`,
    });
  }

  it("prepares a bucket, topics that lead to queues, and a role", async () => {
    await s3.createBucket({ Bucket: bucket });
    for (const name of ["success", "error"]) {
      const { TopicArn: topicArn = "" } = await sns.createTopic({ Name: name });
      const { QueueUrl: queueUrl = "" } = await sqs.createQueue({ QueueName: name });
      const { Attributes: attributes } = await sqs.getQueueAttributes({
        QueueUrl: queueUrl,
        AttributeNames: ["QueueArn"],
      });
      await sns.subscribe({
        TopicArn: topicArn,
        Protocol: "sqs",
        Endpoint: attributes?.QueueArn,
      });
      topicArns[name] = topicArn;
      queueUrls[name] = queueUrl;
    }
    await iam.createRole({
      RoleName: roleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "sagemaker.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    });
    await iam.putRolePolicy({
      RoleName: roleName,
      PolicyName: "work",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: `arn:aws:s3:::${bucket}/*`,
          },
          { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
          { Effect: "Allow", Action: "sns:Publish", Resource: Object.values(topicArns) },
        ],
      }),
    });
  });

  it("creates the endpoint, which takes its time to be in service", async () => {
    const { Role: role } = await iam.getRole({ RoleName: roleName });
    await sagemaker.createModel({
      ModelName: "pegasus",
      ExecutionRoleArn: role?.Arn,
      PrimaryContainer: { Image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/summaries:1" },
    });
    await sagemaker.createEndpointConfig({
      EndpointConfigName: "summaries-1",
      ProductionVariants: [
        {
          VariantName: variantName,
          ModelName: "pegasus",
          InstanceType: "ml.m5.xlarge",
          InitialInstanceCount: 1,
        },
      ],
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
        OutputConfig: {
          S3OutputPath: `s3://${bucket}/out`,
          S3FailurePath: `s3://${bucket}/failed`,
          NotificationConfig: { SuccessTopic: topicArns.success, ErrorTopic: topicArns.error },
        },
      },
    });
    await atOneInstant(async () => {
      await sagemaker.createEndpoint({
        EndpointName: endpointName,
        EndpointConfigName: "summaries-1",
      });
      expect(await describeVariant()).to.include({ status: "Creating", CurrentInstanceCount: 0 });
    });
    await waitUntilEndpointInService(
      { client: sagemaker, ...waiterTimes },
      { EndpointName: endpointName },
    );
    expect(await describeVariant()).to.include({ CurrentInstanceCount: 1 });
  });

  it("registers scaling from zero to five on the backlog", async () => {
    await scaling.registerScalableTarget({ ...variant, MinCapacity: 0, MaxCapacity: 5 });
    const { Alarms: alarms } = await scaling.putScalingPolicy({
      ...variant,
      PolicyName: "backlog",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        ScaleInCooldown: 120,
        ScaleOutCooldown: 120,
        CustomizedMetricSpecification: {
          MetricName: "ApproximateBacklogSizePerInstance",
          Namespace: "AWS/SageMaker",
          Dimensions: [{ Name: "EndpointName", Value: endpointName }],
          Statistic: "Average",
        },
      },
    });
    expect(alarms).to.have.lengthOf(2);
    const { PolicyARN: wakeUp = "" } = await scaling.putScalingPolicy({
      ...variant,
      PolicyName: "wake-up",
      PolicyType: "StepScaling",
      StepScalingPolicyConfiguration: {
        AdjustmentType: "ChangeInCapacity",
        MetricAggregationType: "Average",
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    });
    await cloudwatch.putMetricAlarm({
      AlarmName: "wake-up",
      Namespace: "AWS/SageMaker",
      MetricName: "HasBacklogWithoutCapacity",
      Dimensions: [{ Name: "EndpointName", Value: endpointName }],
      Statistic: "Average",
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      AlarmActions: [wakeUp],
    });
  });

  it("goes to zero instances when idle, and stays in service", async () => {
    await untilCount(0);
  });

  it("accepts requests at zero instances and tells where the results will be", async () => {
    await atOneInstant(async () => {
      for (let index = 0; index < articleCount; index++) {
        const accepted = await send(index);
        expect(accepted.$metadata.httpStatusCode).to.equal(202);
        expect(accepted.InferenceId).to.equal(`article-${index}`);
        expect(accepted.OutputLocation).to.match(/^s3:\/\/walk-through\/out\/[0-9a-f-]{36}\.out$/);
        outputs.set(`article-${index}`, accepted.OutputLocation ?? "");
      }
      await runtime.invokeEndpointAsync({
        EndpointName: endpointName,
        Body: Buffer.from('{"no": "inputs"}'),
        ContentType: "application/json",
        InferenceId: "invalid",
      });
    });
  });

  it("leaves zero for the backlog", async () => {
    let peak = 0;
    await until("an instance in service", async () => {
      const { CurrentInstanceCount: current = 0 } = await describeVariant();
      peak = Math.max(peak, current);
      return peak > 0;
    });
    expect(peak).to.be.within(1, 5);
  });

  it("announces each success once, and the result is in S3", async () => {
    const results = await receiveResults("success", articleCount);
    expect(results.map(({ inferenceId }) => inferenceId)).to.have.members([...outputs.keys()]);
    for (const { inferenceId = "", invocationStatus, responseParameters } of results) {
      expect(invocationStatus).to.equal("Completed");
      expect(responseParameters?.outputLocation).to.equal(outputs.get(inferenceId));
    }
    const key = (outputs.get("article-7") ?? "").replace(`s3://${bucket}/`, "");
    const { Body: body } = await s3.getObject({ Bucket: bucket, Key: key });
    const [summary] = JSON.parse((await body?.transformToString()) ?? "") as [
      { summary_text: string },
    ];
    expect(article(7)).to.include(summary.summary_text.slice(0, 30));
    expect(summary.summary_text.length).to.be.lessThan(article(7).length);
  });

  it("announces what the model refused, with its reason, and writes the failure", async () => {
    const [failure] = await receiveResults("error", 1);
    expect(failure).to.include({
      inferenceId: "invalid",
      invocationStatus: "Failed",
      failureReason:
        "ClientError: Received client error (400) from model. See the SageMaker Endpoint logs in your account for more information.",
    });
    const key = (failure?.failureLocation ?? "").replace(`s3://${bucket}/`, "");
    expect(key).to.match(/^failed\/[0-9a-f-]{36}-error\.out$/);
    const { Body: body } = await s3.getObject({ Bucket: bucket, Key: key });
    expect(await body?.transformToString()).to.include('"code": 400');
  });

  it("goes back to zero", async () => {
    await untilCount(0);
    const { ScalingActivities: activities = [] } = await scaling.describeScalingActivities(variant);
    expect(activities.map(({ StatusCode: status }) => status)).to.not.include("Failed");
    expect(activities[0]?.Description).to.equal("Setting desired instance count to 0.");
    expect(activities.length).to.be.at.least(3);
  });

  it("published its metrics", async () => {
    const end = new Date(aws.clock.now() * 1000);
    const { MetricDataResults: results = [] } = await cloudwatch.getMetricData({
      StartTime: new Date(end.getTime() - 4 * 3600 * 1000),
      EndTime: end,
      MetricDataQueries: [
        {
          Id: "backlog",
          MetricStat: {
            Metric: {
              Namespace: "AWS/SageMaker",
              MetricName: "ApproximateBacklogSize",
              Dimensions: [{ Name: "EndpointName", Value: endpointName }],
            },
            Period: 60,
            Stat: "Maximum",
          },
        },
        {
          Id: "failures",
          MetricStat: {
            Metric: {
              Namespace: "AWS/SageMaker",
              MetricName: "Invocation4XXErrors",
              Dimensions: [
                { Name: "EndpointName", Value: endpointName },
                { Name: "VariantName", Value: variantName },
              ],
            },
            Period: 60,
            Stat: "Sum",
          },
        },
      ],
    });
    const [backlog, failures] = results.map(({ Values: values = [] }) => values);
    expect(Math.max(...(backlog ?? []))).to.be.greaterThan(articleCount / 2);
    expect((failures ?? []).reduce((sum, value) => sum + value, 0)).to.equal(1);
  });

  it("goes away in order and leaves nothing", async () => {
    await cloudwatch.deleteAlarms({ AlarmNames: ["wake-up"] });
    await scaling.deregisterScalableTarget(variant);
    await sagemaker.deleteEndpoint({ EndpointName: endpointName });
    await waitUntilEndpointDeleted(
      { client: sagemaker, ...waiterTimes },
      { EndpointName: endpointName },
    );
    await sagemaker.deleteEndpointConfig({ EndpointConfigName: "summaries-1" });
    await sagemaker.deleteModel({ ModelName: "pegasus" });
    await Promise.all(Object.values(topicArns).map((TopicArn) => sns.deleteTopic({ TopicArn })));
    await Promise.all(Object.values(queueUrls).map((QueueUrl) => sqs.deleteQueue({ QueueUrl })));
    const { Contents: objects = [] } = await s3.listObjectsV2({ Bucket: bucket });
    expect(objects).to.have.lengthOf(2 * articleCount + 1);
    await s3.deleteObjects({
      Bucket: bucket,
      Delete: { Objects: objects.map(({ Key }) => ({ Key })) },
    });
    await s3.deleteBucket({ Bucket: bucket });
    await iam.deleteRolePolicy({ RoleName: roleName, PolicyName: "work" });
    await iam.deleteRole({ RoleName: roleName });

    const left = await Promise.all([
      s3.listBuckets({}).then(({ Buckets: buckets }) => buckets),
      sns.listTopics({}).then(({ Topics: topics }) => topics),
      sns.listSubscriptions({}).then(({ Subscriptions: subscriptions }) => subscriptions),
      sqs.listQueues({}).then(({ QueueUrls: urls }) => urls),
      iam.listRoles({}).then(({ Roles: roles }) => roles),
      sagemaker.listEndpoints({}).then(({ Endpoints: endpoints }) => endpoints),
      sagemaker.listEndpointConfigs({}).then(({ EndpointConfigs: configs }) => configs),
      sagemaker.listModels({}).then(({ Models: models }) => models),
      scaling
        .describeScalableTargets({ ServiceNamespace: "sagemaker" })
        .then(({ ScalableTargets: targets }) => targets),
      scaling
        .describeScalingPolicies({ ServiceNamespace: "sagemaker" })
        .then(({ ScalingPolicies: policies }) => policies),
      cloudwatch.describeAlarms({}).then(({ MetricAlarms: alarms }) => alarms),
    ]);
    expect(left.map((items) => items ?? [])).to.deep.equal(left.map(() => []));
  });
});
