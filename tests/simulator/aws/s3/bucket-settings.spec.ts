import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { errorOf, useServer } from "../local-server";

const Bucket = "settings";

describe("Settings of a bucket", () => {
  const server = useServer();
  let s3: S3;
  before(async () => {
    s3 = server.client(S3, { forcePathStyle: true });
    await s3.createBucket({ Bucket });
  });

  it("give back notifications as they were put", async () => {
    const LambdaFunctionConfigurations = [
      {
        Id: "one",
        LambdaFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:f",
        Events: ["s3:ObjectCreated:*" as const],
      },
    ];
    // Functions are outside this machine, so nothing looks whether it is there.
    await s3.putBucketNotificationConfiguration({
      Bucket,
      NotificationConfiguration: { LambdaFunctionConfigurations },
    });
    const kept = await s3.getBucketNotificationConfiguration({ Bucket });
    expect(kept.LambdaFunctionConfigurations).to.deep.equal(LambdaFunctionConfigurations);
    expect(kept.TopicConfigurations).to.equal(undefined);
  });

  it("give back logging, website, accelerated transfer and who pays as they were put", async () => {
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: "log/" };
    await s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
    await s3.putBucketWebsite({
      Bucket,
      WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
    });
    await s3.putBucketAccelerateConfiguration({
      Bucket,
      AccelerateConfiguration: { Status: "Enabled" },
    });
    await s3.putBucketRequestPayment({
      Bucket,
      RequestPaymentConfiguration: { Payer: "Requester" },
    });
    expect((await s3.getBucketLogging({ Bucket })).LoggingEnabled).to.deep.equal(LoggingEnabled);
    expect((await s3.getBucketWebsite({ Bucket })).IndexDocument?.Suffix).to.equal("index.html");
    expect((await s3.getBucketAccelerateConfiguration({ Bucket })).Status).to.equal("Enabled");
    expect((await s3.getBucketRequestPayment({ Bucket })).Payer).to.equal("Requester");
  });

  it("refuse access control lists while the bucket's owner owns everything", async () => {
    const error = await errorOf(s3.putBucketAcl({ Bucket, ACL: "public-read" }));
    expect([error.name, error.message]).to.deep.equal([
      "AccessControlListNotSupported",
      "The bucket does not allow ACLs",
    ]);
    await s3.putBucketAcl({ Bucket, ACL: "private" });
  });
});

describe("Presigned URLs", () => {
  const server = useServer();
  const credential = "any/20261125/us-east-1/s3/aws4_request";

  function presigned(signedAt: Date, expires: string): string {
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": credential,
      "X-Amz-Date": signedAt.toISOString().replace(/[-:]|\.\d+/g, ""),
      "X-Amz-Expires": expires,
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "0",
    });
    return `${server.aws.endpoint}/signed/key?${query.toString()}`;
  }

  before(() => {
    server.aws.s3.createBucket("signed", "us-east-1", 0);
  });

  it("write and read while they live", async () => {
    const put = await fetch(presigned(new Date(), "60"), { method: "PUT", body: "text" });
    expect(put.status).to.equal(200);
    expect(await (await fetch(presigned(new Date(), "60"))).text()).to.equal("text");
  });

  it("are refused once they have expired, as S3 says it", async () => {
    const signedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 120_000);
    const response = await fetch(presigned(signedAt, "60"));
    const body = await response.text();
    expect(response.status).to.equal(403);
    expect(body).to.include("<Code>AccessDenied</Code><Message>Request has expired</Message>");
    const expires = new Date(signedAt.getTime() + 60_000).toISOString().slice(0, 19);
    expect(body).to.include(`<X-Amz-Expires>60</X-Amz-Expires><Expires>${expires}Z</Expires>`);
  });

  it("may not live longer than a week", async () => {
    const response = await fetch(presigned(new Date(), "604801"));
    expect(response.status).to.equal(400);
    expect(await response.text()).to.include("<Code>AuthorizationQueryParametersError</Code>");
  });

  it("of the older signature are honoured and expire, too", async () => {
    const url = (seconds: number): string =>
      `${server.aws.endpoint}/signed/key?AWSAccessKeyId=any&Signature=0&Expires=${Math.floor(Date.now() / 1000) + seconds}`;
    expect((await fetch(url(60), { method: "PUT", body: "older" })).status).to.equal(200);
    expect(await (await fetch(url(60))).text()).to.equal("older");
    expect((await fetch(url(-60))).status).to.equal(403);
  });
});
