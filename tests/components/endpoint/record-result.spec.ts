import { type Server } from "node:http";
import { type AddressInfo } from "node:net";

import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import dynalite from "dynalite";

const TableName = "results";

const environment = {
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "us-east-1",
  TABLE_NAME: TableName,
  ENDPOINT_NAME: "summaries",
  FAILURE_PREFIX: "failure",
  RETENTION_DAYS: "30",
};

// As SageMaker sends it, with the identifiers changed.
const completed = {
  awsRegion: "us-east-1",
  eventTime: "2025-08-03T12:41:00.586Z",
  receivedTime: "2025-08-03T12:40:58.414Z",
  invocationStatus: "Completed",
  requestParameters: { endpointName: "summaries", inputLocation: "s3://articles/input/1" },
  responseParameters: {
    contentType: "application/json",
    outputLocation: "s3://articles/output/28869378.out",
  },
  inferenceId: "ccdad826",
  eventVersion: "1.0",
  eventSource: "aws:sagemaker",
  eventName: "InferenceResult",
};

const failed = {
  ...completed,
  invocationStatus: "Failed",
  failureReason: "ClientError: Received client error (400) from model.",
  responseParameters: { failureLocation: "s3://articles/failure/28869378-error.out" },
};

function announced(...notifications: unknown[]) {
  return {
    Records: notifications.map((each) => ({
      EventSource: "aws:sns",
      Sns: { Message: typeof each === "string" ? each : JSON.stringify(each) },
    })),
  };
}

describe("the function that files results", () => {
  let server: Server;
  let client: DynamoDBClient;
  let handler: (event: { Records?: readonly object[] }) => Promise<void>;
  const savedEnvironment = { ...process.env };

  before(async () => {
    server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, environment, {
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    });
    client = new DynamoDBClient({});
    ({ handler } = await import("../../../components/endpoint/record-result.mjs"));
  });
  after(async () => {
    client.destroy();
    process.env = savedEnvironment;
    await new Promise((closed) => server.close(closed));
  });

  beforeEach(async () => {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "resultId", KeyType: "HASH" }],
        AttributeDefinitions: ["resultId", "day", "completedAt"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S" as const,
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: "byDay",
            KeySchema: [
              { AttributeName: "day", KeyType: "HASH" },
              { AttributeName: "completedAt", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01 }, { TableName });
  });
  afterEach(async () => {
    await client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists({ client, maxWaitTime: 10, minDelay: 0.01 }, { TableName });
  });

  async function filed(): Promise<Record<string, AttributeValue>[]> {
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    return Items;
  }

  it("files a result with where it is, how long it took and when to forget it", async () => {
    await handler(announced(completed));
    expect(await filed()).to.deep.equal([
      {
        resultId: { S: "ccdad826#2025-08-03T12:40:58.414Z" },
        endpointName: { S: "summaries" },
        status: { S: "Completed" },
        completedAt: { S: "2025-08-03T12:41:00.586Z" },
        day: { S: "2025-08-03" },
        inferenceId: { S: "ccdad826" },
        receivedAt: { S: "2025-08-03T12:40:58.414Z" },
        totalSeconds: { N: "2.172" },
        inputLocation: { S: "s3://articles/input/1" },
        outputLocation: { S: "s3://articles/output/28869378.out" },
        // 2025-08-03T12:41:00Z + 30 days.
        expiresAt: { N: "1756816860" },
      },
    ]);
  });

  it("files a failure with its reason and its report", async () => {
    await handler(announced(failed));
    const [item] = await filed();
    expect(item).to.deep.include({
      status: { S: "Failed" },
      failureReason: { S: "ClientError: Received client error (400) from model." },
      failureLocation: { S: "s3://articles/failure/28869378-error.out" },
    });
    expect(item).not.to.have.property("outputLocation");
  });

  it("finds a failure's report at the top of the notification too", async () => {
    await handler(
      announced({
        ...failed,
        responseParameters: undefined,
        failureLocation: "s3://articles/failure/1-error.out",
      }),
    );
    expect((await filed())[0]).to.deep.include({
      failureLocation: { S: "s3://articles/failure/1-error.out" },
    });
  });

  it("files what it is told twice once", async () => {
    await handler(announced(completed));
    await handler(announced(completed, completed));
    expect(await filed()).to.have.length(1);
  });

  it("lets the result of a request that was delivered again stand over its failure, and not the other way", async () => {
    await handler(announced(failed));
    await handler(announced(completed));
    await handler(announced(failed));
    expect((await filed()).map(({ status }) => status)).to.deep.equal([{ S: "Completed" }]);
  });

  it("keeps two requests apart that their caller gave the same id", async () => {
    await handler(announced(completed, { ...completed, receivedTime: "2025-08-03T12:40:59.000Z" }));
    expect(await filed()).to.have.length(2);
  });

  it("passes over SageMaker's test notifications and what others say on the topic", async () => {
    await handler(
      announced(
        { eventVersion: "1.0", eventSource: "aws:sagemaker", eventName: "TestNotification" },
        "not JSON",
        "null",
      ),
    );
    await handler({});
    expect(await filed()).to.deep.equal([]);
  });

  it("files what the bucket tells of, results and failures apart by their prefix", async () => {
    const stored = (key: string) => ({
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      eventTime: "2025-08-03T12:41:00.586Z",
      s3: { bucket: { name: "articles" }, object: { key, size: 1024 } },
    });
    await handler({
      Records: [stored("output/a+b%28c%29.out"), stored("failure/1-error.out")],
    });
    const items = await filed();
    expect(
      items.map(({ resultId, status, bytes }) => ({ resultId, status, bytes })),
    ).to.have.deep.members([
      {
        resultId: { S: "s3://articles/output/a b(c).out" },
        status: { S: "Completed" },
        bytes: { N: "1024" },
      },
      {
        resultId: { S: "s3://articles/failure/1-error.out" },
        status: { S: "Failed" },
        bytes: { N: "1024" },
      },
    ]);
  });

  it("lets a day's results be read in the order of their completion", async () => {
    const at = (eventTime: string) => ({ ...completed, eventTime, inferenceId: eventTime });
    await handler(
      announced(
        at("2025-08-03T23:00:00.000Z"),
        at("2025-08-03T01:00:00.000Z"),
        at("2025-08-04T00:00:00.000Z"),
      ),
    );
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: "byDay",
        KeyConditionExpression: "#day = :day",
        ExpressionAttributeNames: { "#day": "day" },
        ExpressionAttributeValues: { ":day": { S: "2025-08-03" } },
      }),
    );
    expect(Items.map(({ inferenceId }) => inferenceId)).to.deep.equal([
      { S: "2025-08-03T01:00:00.000Z" },
      { S: "2025-08-03T23:00:00.000Z" },
    ]);
  });

  it("fails, so that Lambda tries again, where the table does not answer or the event is unknown", async () => {
    const failure = async (event: Parameters<typeof handler>[0]) => {
      try {
        await handler(event);
        return "none";
      } catch (error) {
        return (error as Error).name;
      }
    };
    process.env["TABLE_NAME"] = "missing";
    expect(await failure(announced(completed))).to.equal("ResourceNotFoundException");
    process.env["TABLE_NAME"] = TableName;
    expect(await failure({ Records: [{ kinesis: {} }] })).to.equal("Error");
  });
});
