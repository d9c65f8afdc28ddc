import { request } from "node:http";
import { connect } from "node:net";
import { SageMaker } from "@aws-sdk/client-sagemaker";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { startLocalAws } from "../../../simulator/aws/local-aws";
import { errorOf, useServer } from "./local-server";

const SIGNED_FOR = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=any/20261123/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe("Server", () => {
  const server = useServer({ speed: 3600 });

  it("tells simulated time and speed", async () => {
    const response = await fetch(`${server.aws.endpoint}/_local/health`);
    const body = (await response.json()) as { status: string; time: number; speed: number };
    expect(body.status).to.equal("ok");
    expect(body.speed).to.equal(3600);
    expect(body.time).to.be.closeTo(server.aws.clock.now(), 3600);
  });

  it("forgets every resource when it is reset", async () => {
    const { aws } = server;
    aws.s3.createBucket("bucket", "us-east-1", 0);
    const response = await fetch(`${aws.endpoint}/_local/reset`, { method: "POST" });
    expect(response.status).to.equal(200);
    expect(aws.s3.listBuckets()).to.deep.equal([]);
  });

  it("names what there is when a control address is unknown", async () => {
    const response = await fetch(`${server.aws.endpoint}/_local/helth`);
    expect(response.status).to.equal(404);
    expect(await response.json()).to.deep.equal({
      message:
        "GET /_local/helth is unknown; there are GET /_local/health, POST /_local/leash and POST /_local/reset",
    });
  });

  it("answers 501 naming an operation that is not offered", async () => {
    const error = await errorOf(server.client(SageMaker).listTrainingJobs({}));
    expect(error.name).to.equal("NotImplemented");
    expect(error.$metadata.httpStatusCode).to.equal(501);
    expect(error.message).to.equal(
      "The operation ListTrainingJobs of sagemaker is not offered by this local AWS.",
    );
  });

  it("answers 501 naming a service that is not offered", async () => {
    const response = await fetch(server.aws.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.ListTables" },
      body: "{}",
    });
    expect(response.status).to.equal(501);
    expect(await response.json()).to.deep.equal({
      __type: "NotImplemented",
      message: "The target 'DynamoDB_20120810.ListTables' is not offered by this local AWS.",
    });
  });

  it("gives every answer a request id of its own", async () => {
    const sts = server.client(STS);
    const first = await sts.getCallerIdentity({});
    const second = await sts.getCallerIdentity({});
    expect(first.$metadata.requestId).to.match(/^[0-9a-f-]{36}$/);
    expect(second.$metadata.requestId).to.not.equal(first.$metadata.requestId);
  });

  it("takes the region from the signature", async () => {
    const sageMaker = server.client(SageMaker, { region: "eu-west-1" });
    const error = await errorOf(sageMaker.describeEndpoint({ EndpointName: "none" }));
    expect(error.message).to.equal(
      'Could not find endpoint "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/none".',
    );
  });

  it("keeps regions apart", async () => {
    const { TopicArn } = await server.client(SNS).createTopic({ Name: "here" });
    expect(TopicArn).to.equal("arn:aws:sns:us-east-1:123456789012:here");
    const elsewhere = server.client(SNS, { region: "eu-west-1" });
    expect((await elsewhere.listTopics({})).Topics ?? []).to.deep.equal([]);
  });

  const malformed: readonly (readonly [string, RequestInit, number, string])[] = [
    [
      "JSON that does not parse",
      { headers: { "x-amz-target": "SageMaker.ListEndpoints" }, body: "{" },
      400,
      "SerializationException",
    ],
    [
      "JSON of the wrong type",
      { headers: { "x-amz-target": "SageMaker.CreateModel" }, body: '{"ModelName":{}}' },
      400,
      "SerializationException",
    ],
    [
      "JSON without a required member",
      { headers: { "x-amz-target": "SageMaker.CreateModel" }, body: "{}" },
      400,
      "Value null at 'modelName' failed to satisfy constraint: Member must not be null",
    ],
    [
      "an operation that does not exist",
      { headers: { "x-amz-target": "SageMaker.Invent" }, body: "{}" },
      400,
      "UnknownOperationException",
    ],
    [
      "a form without an action",
      { headers: { authorization: SIGNED_FOR("sns") }, body: "Version=2010-03-31" },
      400,
      "<Code>MissingAction</Code>",
    ],
    [
      "a form with an unknown action",
      { headers: { authorization: SIGNED_FOR("sns") }, body: "Action=Invent&Version=2010-03-31" },
      400,
      "<Code>InvalidAction</Code>",
    ],
    [
      "a form with a number that is none",
      {
        headers: { authorization: SIGNED_FOR("iam") },
        body: "Action=ListRoles&Version=2010-05-08&MaxItems=many",
      },
      400,
      "<Code>MalformedInput</Code>",
    ],
  ];
  for (const [what, init, status, text] of malformed) {
    it(`refuses ${what} in AWS's shape`, async () => {
      const response = await fetch(server.aws.endpoint, { method: "POST", ...init });
      expect(response.status).to.equal(status);
      expect(await response.text()).to.include(text);
    });
  }

  it("refuses CBOR that does not parse", async () => {
    const response = await fetch(
      `${server.aws.endpoint}/service/GraniteServiceVersion20100801/operation/ListMetrics`,
      {
        method: "POST",
        headers: { "smithy-protocol": "rpc-v2-cbor" },
        body: Buffer.of(0xa1, 0x65),
      },
    );
    expect(response.status).to.equal(400);
    expect(response.headers.get("content-type")).to.equal("application/cbor");
    expect(await response.text()).to.include("SerializationException");
  });

  it("answers malformed HTTP with 400 and lives on", async () => {
    const { port } = new URL(server.aws.endpoint);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("NOT HTTP\r\n\r\n"));
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    expect(answer).to.match(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect((await fetch(`${server.aws.endpoint}/_local/health`)).status).to.equal(200);
  });

  it("answers headers that are too long with 431", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(server.aws.endpoint, { headers: { "x-long": "x".repeat(100_000) } });
      call.on("response", (response) => resolve(response.statusCode));
      call.on("error", reject);
      call.end();
    });
    expect(status).to.equal(431);
  });

  it("lives on when a client goes away in the middle of its body", async () => {
    const { port } = new URL(server.aws.endpoint);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: SageMaker.ListEndpoints\r\nContent-Length: 100\r\n\r\n{",
          () => socket.destroy(),
        );
      });
      socket.on("close", () => resolve());
    });
    expect((await fetch(`${server.aws.endpoint}/_local/health`)).status).to.equal(200);
  });

  it("closes at once although clients keep their connections open", async () => {
    const aws = await startLocalAws();
    await fetch(`${aws.endpoint}/_local/health`);
    const startedAt = performance.now();
    await aws.close();
    expect(performance.now() - startedAt).to.be.lessThan(1000);
  });

  it("refuses a speed out of range", async () => {
    const error = await errorOf(startLocalAws({ speed: 3601 }));
    expect(error.message).to.equal(
      "`speed` is 3601; it must be a number from 1 to 3600. 60 makes a simulated minute last a second",
    );
  });
});
