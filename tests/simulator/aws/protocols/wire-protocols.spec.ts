import {
  AwsJson1_0Protocol,
  AwsQueryProtocol,
  AwsSmithyRpcV2CborProtocol,
} from "@aws-sdk/core/protocols";
import { CloudWatch, errorTypeRegistries as cloudWatchErrors } from "@aws-sdk/client-cloudwatch";
import { S3 } from "@aws-sdk/client-s3";
import { SQS, errorTypeRegistries as sqsErrors } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

const cloudWatchShapes = {
  defaultNamespace: "com.amazonaws.cloudwatch",
  errorTypeRegistries: cloudWatchErrors,
};
const sqsShapes = { defaultNamespace: "com.amazonaws.sqs", errorTypeRegistries: sqsErrors };

/** The protocols that clients of CloudWatch speak: the newest SDKs JSON, Go's CBOR, older ones query. */
const cloudWatchProtocols = {
  "JSON 1.0": () =>
    new AwsJson1_0Protocol({
      ...cloudWatchShapes,
      serviceTarget: "GraniteServiceVersion20100801",
      awsQueryCompatible: true,
    }),
  CBOR: () => new AwsSmithyRpcV2CborProtocol({ ...cloudWatchShapes, awsQueryCompatible: true }),
  query: () =>
    new AwsQueryProtocol({
      ...cloudWatchShapes,
      xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
      version: "2010-08-01",
    }),
};

describe("Wire protocols", () => {
  const server = useServer();

  for (const [name, protocol] of Object.entries(cloudWatchProtocols)) {
    describe(`CloudWatch in ${name}`, () => {
      const client = (): CloudWatch => server.client(CloudWatch, { protocol: protocol() });
      const alarm = `high <&> ${name}`;

      it("carries structures, lists, numbers, booleans and timestamps both ways", async () => {
        const cloudWatch = client();
        await cloudWatch.putMetricAlarm({
          AlarmName: alarm,
          Namespace: "AWS/SageMaker",
          MetricName: "ApproximateBacklogSize",
          Dimensions: [{ Name: "EndpointName", Value: "summaries" }],
          Statistic: "Average",
          Period: 60,
          EvaluationPeriods: 3,
          Threshold: 0.5,
          ComparisonOperator: "GreaterThanThreshold",
          TreatMissingData: "notBreaching",
          ActionsEnabled: false,
        });
        const { MetricAlarms } = await cloudWatch.describeAlarms({ AlarmNames: [alarm] });
        expect(MetricAlarms).to.have.length(1);
        expect(MetricAlarms?.[0]).to.include({
          AlarmName: alarm,
          Threshold: 0.5,
          ActionsEnabled: false,
        });
        expect(MetricAlarms?.[0]?.Dimensions).to.deep.equal([
          { Name: "EndpointName", Value: "summaries" },
        ]);
        expect(MetricAlarms?.[0]?.AlarmConfigurationUpdatedTimestamp).to.be.instanceOf(Date);
      });

      it("carries a modelled error as the SDK's own exception", async () => {
        const error = await errorOf(client().getDashboard({ DashboardName: "none" }));
        expect(error.name).to.be.oneOf(["DashboardNotFoundError", "ResourceNotFound"]);
        expect(error.$metadata.httpStatusCode).to.equal(404);
      });
    });
  }

  const sqsProtocols = {
    "JSON 1.0": () =>
      new AwsJson1_0Protocol({
        ...sqsShapes,
        serviceTarget: "AmazonSQS",
        awsQueryCompatible: true,
      }),
    query: () =>
      new AwsQueryProtocol({
        ...sqsShapes,
        xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
        version: "2012-11-05",
      }),
  };
  for (const [name, protocol] of Object.entries(sqsProtocols)) {
    describe(`SQS in ${name}`, () => {
      const client = (): SQS => server.client(SQS, { protocol: protocol() });

      it("carries flattened lists and maps both ways", async () => {
        const sqs = client();
        const { QueueUrl } = await sqs.createQueue({
          QueueName: `wire-${name.replace(/\W/g, "-")}`,
          Attributes: { VisibilityTimeout: "45", DelaySeconds: "0" },
          tags: { team: "research" },
        });
        const { Attributes } = await sqs.getQueueAttributes({
          QueueUrl,
          AttributeNames: ["VisibilityTimeout", "QueueArn"],
        });
        expect(Attributes).to.include({ VisibilityTimeout: "45" });
        expect((await sqs.listQueueTags({ QueueUrl })).Tags).to.deep.equal({ team: "research" });
        const sent = await sqs.sendMessageBatch({
          QueueUrl,
          Entries: [
            { Id: "a", MessageBody: "first" },
            {
              Id: "b",
              MessageBody: "second",
              MessageAttributes: {
                text: { DataType: "String", StringValue: "value" },
                bytes: { DataType: "Binary", BinaryValue: Buffer.of(1, 2, 255) },
              },
            },
          ],
        });
        expect(sent.Successful?.map(({ Id }) => Id)).to.deep.equal(["a", "b"]);
        const { Messages = [] } = await sqs.receiveMessage({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
        });
        expect(Messages.map(({ Body }) => Body)).to.deep.equal(["first", "second"]);
        expect(Buffer.from(Messages[1]?.MessageAttributes?.bytes?.BinaryValue ?? [])).to.deep.equal(
          Buffer.of(1, 2, 255),
        );
      });

      it("carries a modelled error as the SDK's own exception", async () => {
        const error = await errorOf(client().getQueueUrl({ QueueName: "none" }));
        expect(error.name).to.equal("QueueDoesNotExist");
        expect(error.$metadata.httpStatusCode).to.equal(400);
      });
    });
  }

  it("sends the query protocol's code in a header of JSON answers", async () => {
    const response = await fetch(server.aws.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "AmazonSQS.GetQueueUrl" },
      body: '{"QueueName":"none"}',
    });
    expect(response.headers.get("x-amzn-query-error")).to.equal(
      "AWS.SimpleQueueService.NonExistentQueue;Sender",
    );
    expect(await response.json()).to.deep.equal({
      __type: "com.amazonaws.sqs#QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
  });

  it("takes what tools call a form for what its address says it is", async () => {
    await server.client(S3, { forcePathStyle: true }).createBucket({ Bucket: "forms" });
    const send = (path: string, method: string, body: string): Promise<Response> =>
      fetch(`${server.aws.endpoint}${path}`, {
        method,
        body,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    expect((await send("/forms/object", "PUT", "a=b")).status).to.equal(200);
    const got = await fetch(`${server.aws.endpoint}/forms/object`);
    expect(await got.text()).to.equal("a=b");
    const called = await send("/", "POST", "Action=ListTopics&Version=2010-03-31");
    expect(await called.text()).to.include("<ListTopicsResponse");
  });
});
