import { existsSync } from "node:fs";

import { expect } from "chai";

import { type Recording, standsBefore } from "../recording-monitor";
import { deployed, keyArn, queueArn, statements, topicArn } from "./deployed";

const functionArn = "arn:aws:lambda:us-east-1:123456789012:inference-results-recorder-0123456";

function resultsChildren(recording: Recording): string[] {
  return recording.childrenOf("inference").filter((name) => name.includes("-results"));
}

describe("the results table of an AsyncInferenceEndpoint", () => {
  it("is not made unless it is wanted", async () => {
    expect(resultsChildren(await deployed())).to.be.empty;
  });

  describe("fed by topics", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed({ createResultsTable: true, resultsTableRetentionDays: 30 });
    });

    it("comes with exactly these children", () => {
      expect(resultsChildren(recording)).to.have.members([
        "inference-results",
        "inference-results-logs",
        "inference-results-dead-letter-queue",
        "inference-results-dead-letter-queue-policy",
        "inference-results-role",
        "inference-results-role-policy",
        "inference-results-recorder",
        "inference-results-success-permission",
        "inference-results-success-subscription",
        "inference-results-error-permission",
        "inference-results-error-subscription",
      ]);
    });

    it("is found by request and by day, forgets in time, and is encrypted and restorable", () => {
      expect(recording.resource("inference-results").inputs).to.deep.equal({
        billingMode: "PAY_PER_REQUEST",
        hashKey: "resultId",
        attributes: [
          { name: "resultId", type: "S" },
          { name: "day", type: "S" },
          { name: "completedAt", type: "S" },
        ],
        globalSecondaryIndexes: [
          { name: "byDay", hashKey: "day", rangeKey: "completedAt", projectionType: "ALL" },
        ],
        ttl: { attributeName: "expiresAt", enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
      });
      expect(recording.outputs.get("inference")).to.include({
        resultsTableName: "inference-results-0123456",
        resultsDeadLetterQueueName: "inference-results-dead-letter-queue-0123456",
      });
    });

    it("is written by a function of the file that is tested here, told the table and the time", () => {
      const { inputs } = recording.resource("inference-results-recorder");
      expect(inputs).to.deep.include({
        runtime: "nodejs22.x",
        handler: "index.handler",
        environment: {
          variables: {
            TABLE_NAME: "inference-results-0123456",
            ENDPOINT_NAME: "summaries",
            FAILURE_PREFIX: "failure",
            RETENTION_DAYS: "30",
          },
        },
        deadLetterConfig: { targetArn: queueArn("results-dead-letter-queue") },
        kmsKeyArn: keyArn,
      });
      const { assets } = inputs["code"] as { assets: Record<string, { path: string }> };
      expect(Object.keys(assets)).to.deep.equal(["index.mjs"]);
      expect(assets["index.mjs"]?.path).to.match(/record-result\.mjs$/);
      expect(existsSync(assets["index.mjs"]?.path ?? "")).to.equal(true);
    });

    it("is written with these rights and no others", () => {
      expect(
        statements(recording, "inference-results-role-policy").map(({ Action, Resource }) => [
          Action,
          Resource,
        ]),
      ).to.deep.equal([
        ["dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:inference-results-0123456"],
        [
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          "arn:aws:cloudwatch:us-east-1:123456789012:inference-results-logs-0123456:*",
        ],
        ["sqs:SendMessage", queueArn("results-dead-letter-queue")],
        [["kms:Decrypt", "kms:GenerateDataKey*"], keyArn],
      ]);
    });

    for (const outcome of ["success", "error"]) {
      it(`hears the ${outcome} topic, which alone may call the function, before the endpoint speaks`, () => {
        expect(recording.resource(`inference-results-${outcome}-permission`).inputs).to.deep.equal({
          action: "lambda:InvokeFunction",
          function: functionArn,
          principal: "sns.amazonaws.com",
          sourceArn: topicArn(outcome),
        });
        const subscription = `inference-results-${outcome}-subscription`;
        expect(recording.resource(subscription).inputs).to.deep.equal({
          topic: topicArn(outcome),
          protocol: "lambda",
          endpoint: functionArn,
        });
        expect(
          standsBefore(recording, `inference-results-${outcome}-permission`, subscription),
        ).to.equal(true);
        expect(standsBefore(recording, subscription, "inference-endpoint")).to.equal(true);
      });
    }
  });

  it("is fed by the bucket where there are no topics", async () => {
    const recording = await deployed({ createResultsTable: true, createTopics: false });
    expect(resultsChildren(recording)).to.include.members([
      "inference-results-bucket-permission",
      "inference-results-bucket-notification",
    ]);
    expect(recording.resource("inference-results-bucket-permission").inputs).to.deep.include({
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::inference-bucket-0123456",
      sourceAccount: "123456789012",
    });
    expect(
      recording.resource("inference-results-bucket-notification").inputs["lambdaFunctions"],
    ).to.deep.equal(
      ["output/", "failure/"].map((filterPrefix) => ({
        lambdaFunctionArn: functionArn,
        events: ["s3:ObjectCreated:*"],
        filterPrefix,
      })),
    );
  });

  it("is encrypted by AWS's own key without one", async () => {
    const recording = await deployed({ createResultsTable: true, createKey: false });
    expect(recording.resource("inference-results").inputs).not.to.have.property(
      "serverSideEncryption",
    );
  });
});
