import { KMS } from "@aws-sdk/client-kms";
import { expect } from "chai";
import { ACCOUNT, BUCKET, ENDPOINT, Hosting, REGION, VARIANT } from "../hosting";

describe("results that are written", () => {
  let hosting: Hosting;
  let kms: KMS;
  let KeyId: string;
  let since: number;

  before(async () => {
    hosting = await Hosting.start({
      speed: 1200,
      serviceTimeSeconds: { kind: "constant", value: 20 },
    });
    since = hosting.aws.clock.now();
    kms = new KMS({
      endpoint: hosting.aws.endpoint,
      region: REGION,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    });
    KeyId = (await kms.createKey({})).KeyMetadata?.Arn ?? "";
    const { AsyncInferenceConfig: config } = hosting.configInput();
    const OutputConfig = { ...config?.OutputConfig, KmsKeyId: KeyId };
    await hosting.createConfig({ AsyncInferenceConfig: { ...config, OutputConfig } });
    await hosting.createEndpoint();
  });

  after(async () => {
    kms.destroy();
    await hosting.close();
  });

  const invoke = () =>
    hosting.runtime.invokeEndpointAsync({
      EndpointName: ENDPOINT,
      Body: Buffer.from("The harbour is old."),
      ContentType: "text/plain",
    });

  async function sumOf(MetricName: string): Promise<number | undefined> {
    const { Datapoints: points = [] } = await hosting.cloudwatch.getMetricStatistics({
      Namespace: "AWS/SageMaker",
      MetricName,
      Dimensions: [
        { Name: "EndpointName", Value: ENDPOINT },
        { Name: "VariantName", Value: VARIANT },
      ],
      StartTime: new Date(since * 1000),
      EndTime: new Date(hosting.aws.clock.now() * 1000),
      Period: 7200,
      Statistics: ["Sum"],
    });
    return points.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  }

  it("are told of by their bucket, as a table of results wants that has no topics", async () => {
    const QueueName = "objects";
    const { QueueUrl } = await hosting.sqs.createQueue({
      QueueName,
      Attributes: {
        Policy: JSON.stringify({
          Statement: {
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: "*",
          },
        }),
      },
    });
    await hosting.s3.putBucketNotificationConfiguration({
      Bucket: BUCKET,
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}`,
            Events: ["s3:ObjectCreated:*"],
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "out/" }] } },
          },
        ],
      },
    });
    const { OutputLocation: output = "" } = await invoke();
    const keys: string[] = [];
    await hosting.until("the event of the result", async () => {
      const { Messages = [] } = await hosting.sqs.receiveMessage({ QueueUrl });
      for (const { Body = "{}" } of Messages) {
        const { Records = [] } = JSON.parse(Body) as {
          Records?: { s3: { object: { key: string } } }[];
        };
        keys.push(...Records.map(({ s3 }) => s3.object.key));
      }
      return keys.length > 0;
    });
    expect(keys.map((key) => `s3://${BUCKET}/${key}`)).to.deep.equal([output]);
    await hosting.receive("InferenceResult", 1);
  });

  it("stay when their topic cannot be told, for its key cannot be used", async () => {
    const { KeyMetadata: key } = await kms.createKey({});
    const setKey = (value: string): Promise<unknown> =>
      hosting.sns.setTopicAttributes({
        TopicArn: hosting.topicArn,
        AttributeName: "KmsMasterKeyId",
        AttributeValue: value,
      });
    await setKey(key?.KeyId ?? "");
    await kms.disableKey({ KeyId: key?.KeyId });
    const { OutputLocation: output = "" } = await invoke();
    await hosting.until("metrics", async () => (await sumOf("NotificationFailures")) === 1);
    const written = await hosting.s3.headObject({
      Bucket: BUCKET,
      Key: output.replace(`s3://${BUCKET}/`, ""),
    });
    expect(written.SSEKMSKeyId).to.equal(KeyId);
    await setKey("");
  });

  it("are failed invocations when their role may not write them", async () => {
    const policy = {
      RoleName: hosting.roleArn.split("/").at(-1),
      PolicyName: "closed",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Deny", Action: "s3:PutObject", Resource: "*" },
      }),
    };
    await hosting.iam.putRolePolicy(policy);
    const { OutputLocation: output = "" } = await invoke();
    const [result] = await hosting.receive("InferenceResult", 1);
    expect(result?.failureReason).to.equal(
      `ClientError: Failed to upload the response ${output}: Access Denied`,
    );
    await hosting.iam.deleteRolePolicy(policy);
  });

  it("are failed invocations when they cannot be", async () => {
    await kms.disableKey({ KeyId });
    await invoke();
    const [result] = await hosting.receive("InferenceResult", 1);
    expect(result).to.include({ invocationStatus: "Failed" });
    expect(result?.failureReason).to.match(/^ClientError: Failed to upload the response s3:/);
    await hosting.until("metrics", async () => (await sumOf("ResponseUploadFailures")) === 2);
    expect(await sumOf("InvocationFailures")).to.equal(2);
  });
});
