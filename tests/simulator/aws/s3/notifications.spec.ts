import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, openToTopics, useServer } from "../local-server";

const ARN = "arn:aws:sqs:us-east-1:123456789012";

/** Lets S3 in on behalf of one bucket, as AWS's guide says it. */
function openTo(bucket: string, action: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: action,
      Resource: "*",
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:aws:s3:::${bucket}` },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    },
  });
}

interface S3Record {
  readonly eventName: string;
  readonly s3: { readonly object: { readonly key: string; readonly sequencer: string } };
}

describe("Notifications of a bucket", () => {
  const server = useServer();
  let s3: S3;
  let sqs: SQS;
  let Bucket: string;
  let QueueUrl: string;
  let QueueArn: string;
  let count = 0;

  beforeEach(async () => {
    s3 = server.client(S3, { forcePathStyle: true });
    sqs = server.client(SQS);
    Bucket = `events-${count++}`;
    await s3.createBucket({ Bucket });
    const Attributes = { Policy: openTo(Bucket, "sqs:SendMessage") };
    const queue = await sqs.createQueue({ QueueName: Bucket, Attributes });
    QueueUrl = queue.QueueUrl ?? "";
    QueueArn = `${ARN}:${Bucket}`;
  });

  /** Sends the events of objects under a prefix, and with a suffix, to the queue. */
  async function configure(event = "s3:ObjectCreated:*", prefix = "out/", suffix = ".out") {
    const FilterRules = [
      { Name: "prefix" as const, Value: prefix },
      { Name: "suffix" as const, Value: suffix },
    ];
    await s3.putBucketNotificationConfiguration({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [
          { Id: "results", QueueArn, Events: [event as never], Filter: { Key: { FilterRules } } },
        ],
      },
    });
  }

  /** What waits in the queue. */
  async function received(): Promise<string[]> {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    return Messages.map(({ Body = "" }) => Body);
  }

  /** The events that wait in the queue, without S3's test. */
  async function events(): Promise<S3Record[]> {
    const all = (await received()).map((body) => JSON.parse(body) as { Records?: S3Record[] });
    return all.flatMap(({ Records = [] }) => Records);
  }

  it("begin with a test", async () => {
    await configure();
    const [test = ""] = await received();
    const { Time, RequestId, HostId, ...rest } = JSON.parse(test) as Record<string, string>;
    expect(rest).to.deep.equal({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket });
    expect(Time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(RequestId).to.be.a("string");
    expect(HostId).to.be.a("string");
  });

  it("tell of a new object as S3 does", async () => {
    await configure();
    await received();
    await s3.putObject({ Bucket, Key: "out/a (1) ü.out", Body: "hello" });
    const [record] = await events();
    const { eventTime, responseElements, ...rest } = { ...record } as Record<string, unknown>;
    expect(eventTime).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(responseElements).to.have.all.keys("x-amz-request-id", "x-amz-id-2");
    const owner = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";
    expect(rest).to.deep.equal({
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: owner },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "results",
        bucket: {
          name: Bucket,
          ownerIdentity: { principalId: owner },
          arn: `arn:aws:s3:::${Bucket}`,
        },
        object: {
          key: "out/a+%281%29+%C3%BC.out",
          size: 5,
          eTag: "5d41402abc4b2a76b9719d911017c592",
          sequencer: record?.s3.object.sequencer,
        },
      },
    });
  });

  it("are of the objects with the prefix and the suffix alone, later ones with greater numbers", async () => {
    await configure();
    for (const Key of ["out/1.out", "out/2.txt", "in/3.out", "out/4.out"]) {
      await s3.putObject({ Bucket, Key, Body: "x" });
    }
    const told = (await events()).map(({ s3: { object } }) => object);
    expect(told.map(({ key }) => key)).to.have.members(["out/1.out", "out/4.out"]);
    const [first, second] = told.sort((a, b) => (a.key < b.key ? -1 : 1));
    expect((first?.sequencer ?? "") < (second?.sequencer ?? "")).to.equal(true);
  });

  it("name copies and uploads in parts otherwise, and may be of those alone", async () => {
    await configure("s3:ObjectCreated:Copy");
    const Key = "out/original.out";
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
    const part = { Bucket, Key, UploadId, PartNumber: 1 };
    const { ETag } = await s3.uploadPart({ ...part, Body: "hello" });
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload });
    await s3.copyObject({ Bucket, Key: "out/copy.out", CopySource: `${Bucket}/${Key}` });
    expect((await events()).map(({ eventName, s3: { object } }) => [eventName, object.key]))
      .to //
      .deep.equal([["ObjectCreated:Copy", "out/copy.out"]]);
    await configure("s3:ObjectCreated:CompleteMultipartUpload");
    const again = await s3.createMultipartUpload({ Bucket, Key });
    const other = { Bucket, Key, UploadId: again.UploadId };
    const uploaded = await s3.uploadPart({ ...other, PartNumber: 1, Body: "hello" });
    await s3.completeMultipartUpload({
      ...other,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: uploaded.ETag }] },
    });
    expect((await events()).map(({ eventName }) => eventName)).to.deep.equal([
      "ObjectCreated:CompleteMultipartUpload",
    ]);
  });

  it("tell of deletions, and of delete markers in a versioned bucket", async () => {
    await configure("s3:ObjectRemoved:*");
    const Key = "out/1.out";
    await s3.putObject({ Bucket, Key, Body: "x" });
    await s3.deleteObject({ Bucket, Key });
    await s3.deleteObject({ Bucket, Key });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    await s3.deleteObjects({ Bucket, Delete: { Objects: [{ Key }] } });
    expect((await events()).map(({ eventName }) => eventName)).to.have.members([
      "ObjectRemoved:Delete",
      "ObjectRemoved:DeleteMarkerCreated",
    ]);
  });

  it("go to topics, with a subject", async () => {
    const sns = server.client(SNS);
    const { TopicArn = "" } = await sns.createTopic({
      Name: Bucket,
      Attributes: { Policy: openTo(Bucket, "sns:Publish") },
    });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: openToTopics });
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint: QueueArn });
    await s3.putBucketNotificationConfiguration({
      Bucket,
      NotificationConfiguration: {
        TopicConfigurations: [{ TopicArn, Events: ["s3:ObjectCreated:*"] }],
      },
    });
    await received();
    await s3.putObject({ Bucket, Key: "any", Body: "x" });
    const [envelope = "{}"] = await received();
    const { Subject, Message = "{}" } = JSON.parse(envelope) as Record<string, string>;
    expect(Subject).to.equal("Amazon S3 Notification");
    const { Records: [record] = [] } = JSON.parse(Message) as { Records?: S3Record[] };
    expect(record?.s3.object.key).to.equal("any");
  });

  for (const [what, spoil] of [
    ["does not exist", () => sqs.deleteQueue({ QueueUrl })],
    [
      "does not let S3 in",
      () => sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: openTo("other", "sqs:*") } }),
    ],
  ] as const) {
    it(`are refused to a queue that ${what}, unless it is not to be looked at`, async () => {
      await spoil();
      const error = await errorOf(configure());
      expect([error.name, error.message, error.$metadata.httpStatusCode]).to.deep.equal([
        "InvalidArgument",
        "Unable to validate the following destination configurations",
        400,
      ]);
      expect((await s3.getBucketNotificationConfiguration({ Bucket })).QueueConfigurations)
        .to //
        .equal(undefined);
      await s3.putBucketNotificationConfiguration({
        Bucket,
        SkipDestinationValidation: true,
        NotificationConfiguration: {
          QueueConfigurations: [{ QueueArn, Events: ["s3:ObjectCreated:*"] }],
        },
      });
      await s3.putObject({ Bucket, Key: "any", Body: "x" });
    });
  }

  for (const [what, first, second, message] of [
    [
      "without filters",
      undefined,
      undefined,
      "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
    ],
    [
      "under one prefix",
      "out/",
      "out/failed/",
      "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
    ],
  ] as const) {
    it(`may not be of the same events twice, ${what}`, async () => {
      const rule = (
        Value: string | undefined,
        event: "s3:ObjectCreated:*" | "s3:ObjectCreated:Put",
      ) => ({
        QueueArn,
        Events: [event],
        ...(Value === undefined
          ? {}
          : { Filter: { Key: { FilterRules: [{ Name: "prefix" as const, Value }] } } }),
      });
      const NotificationConfiguration = {
        QueueConfigurations: [
          rule(first, "s3:ObjectCreated:*"),
          rule(second, "s3:ObjectCreated:Put"),
        ],
      };
      const error = await errorOf(
        s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration }),
      );
      expect([error.name, error.message]).to.deep.equal(["InvalidArgument", message]);
    });
  }
});
