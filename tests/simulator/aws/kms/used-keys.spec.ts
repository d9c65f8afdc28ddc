import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

describe("Keys that are used", () => {
  const server = useServer();
  const kms = (): KMS => server.client(KMS);
  const s3 = (): S3 => server.client(S3, { forcePathStyle: true });
  let count = 0;

  async function newKey(): Promise<string> {
    return (await kms().createKey({})).KeyMetadata?.Arn ?? "";
  }

  async function newObject(SSEKMSKeyId: string): Promise<{ Bucket: string; Key: string }> {
    const Bucket = `keys-${count++}`;
    await s3().createBucket({ Bucket });
    const object = { Bucket, Key: "secret" };
    await s3().putObject({
      ...object,
      Body: "x",
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId,
    });
    return object;
  }

  it("must exist for an object of S3 to be written", async () => {
    const SSEKMSKeyId = "arn:aws:kms:us-east-1:123456789012:key/none";
    const error = await errorOf(newObject(SSEKMSKeyId));
    expect([error.name, error.message, error.$metadata.httpStatusCode]).to.deep.equal([
      "KMS.NotFoundException",
      `Key '${SSEKMSKeyId}' does not exist`,
      400,
    ]);
  });

  it("must be enabled for an object of S3 to be read", async () => {
    const KeyId = await newKey();
    const object = await newObject(KeyId);
    await kms().disableKey({ KeyId });
    const error = await errorOf(s3().getObject(object));
    expect([error.name, error.message]).to.deep.equal([
      "KMS.DisabledException",
      `${KeyId} is disabled.`,
    ]);
    await kms().enableKey({ KeyId });
    expect((await s3().getObject(object)).SSEKMSKeyId).to.equal(KeyId);
  });

  it("must not wait for their deletion when a topic publishes", async () => {
    const KeyId = await newKey();
    const sns = server.client(SNS);
    const { TopicArn } = await sns.createTopic({
      Name: "secret",
      Attributes: { KmsMasterKeyId: KeyId },
    });
    await sns.publish({ TopicArn, Message: "x" });
    await kms().scheduleKeyDeletion({ KeyId });
    const error = await errorOf(sns.publish({ TopicArn, Message: "x" }));
    expect(error.message).to.equal(`${KeyId} is pending deletion.`);
  });

  it("must be enabled for a queue to take messages", async () => {
    const KeyId = await newKey();
    const sqs = server.client(SQS);
    const { QueueUrl } = await sqs.createQueue({
      QueueName: "secret",
      Attributes: { KmsMasterKeyId: KeyId },
    });
    await sqs.sendMessage({ QueueUrl, MessageBody: "x" });
    await kms().disableKey({ KeyId });
    const error = await errorOf(sqs.sendMessage({ QueueUrl, MessageBody: "x" }));
    expect(error.name).to.equal("KmsDisabled");
  });

  it("may be one that AWS manages", async () => {
    const { Bucket } = await newObject("alias/aws/s3");
    expect((await s3().getObject({ Bucket, Key: "secret" })).ServerSideEncryption).to.equal(
      "aws:kms",
    );
  });
});
