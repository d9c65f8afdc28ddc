import { expect } from "chai";

import { deployed, keyArn, queueArn, statement, statements, topicArn } from "./deployed";

describe("the channels of an AsyncInferenceEndpoint", () => {
  for (const outcome of ["success", "error"]) {
    it(`deliver the ${outcome} topic, and nothing else, into its encrypted queue and past it`, async () => {
      const recording = await deployed();
      expect(recording.resource(`inference-${outcome}-queue`).inputs).to.deep.equal({
        messageRetentionSeconds: 1_209_600,
        visibilityTimeoutSeconds: 60,
        receiveWaitTimeSeconds: 20,
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArn(`${outcome}-dead-letter-queue`),
          maxReceiveCount: 5,
        }),
        kmsMasterKeyId: keyArn,
      });
      for (const kind of ["queue", "dead-letter-queue"]) {
        const policy = `inference-${outcome}-${kind}-policy`;
        expect(statement(recording, policy, "TopicDelivers")).to.deep.include({
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn(`${outcome}-${kind}`),
          Condition: { ArnEquals: { "aws:SourceArn": topicArn(outcome) } },
        });
        expect(statement(recording, policy, "DenyPlainHttp").Effect).to.equal("Deny");
      }
    });
  }

  it("take no notification over plain HTTP", async () => {
    expect(statements(await deployed(), "inference-error-topic-policy")).to.deep.equal([
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn("error"),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("use topics that are given, and make none", async () => {
    const given = "arn:aws:sns:us-east-1:123456789012:shared";
    const recording = await deployed({ successTopicArn: given, errorTopicArn: given });
    const children = recording.childrenOf("inference");
    expect(children.filter((name) => /topic/.test(name))).to.be.empty;
    expect(recording.resource("inference-success-subscription").inputs).to.include({
      topic: given,
    });
    expect(statement(recording, "inference-role-policy", "PublishResults").Resource).to.deep.equal([
      given,
      given,
    ]);
  });

  it("are none for an endpoint without topics", async () => {
    const recording = await deployed({ createTopics: false });
    expect(
      recording.childrenOf("inference").filter((name) => /topic|queue|subscription/.test(name)),
    ).to.be.empty;
    const { outputConfig } = recording.resource("inference-config").inputs[
      "asyncInferenceConfig"
    ] as { outputConfig: object };
    expect(outputConfig).not.to.have.property("notificationConfig");
    expect(statements(recording, "inference-role-policy").map(({ Sid }) => Sid)).not.to.include(
      "PublishResults",
    );
    expect(recording.outputs.get("inference")).not.to.have.any.keys(
      "successTopicArn",
      "errorQueueUrl",
    );
  });

  it("have topics alone where no queues are wanted", async () => {
    const recording = await deployed({ createQueues: false });
    expect(recording.childrenOf("inference").filter((name) => /queue/.test(name))).to.be.empty;
    expect(recording.outputs.get("inference")).to.include({ errorTopicArn: topicArn("error") });
  });

  it("carry the response where that is asked for", async () => {
    const recording = await deployed({ includeResponseInError: true });
    const { outputConfig } = recording.resource("inference-config").inputs[
      "asyncInferenceConfig"
    ] as { outputConfig: { notificationConfig: object } };
    expect(outputConfig.notificationConfig).to.deep.include({
      includeInferenceResponseIns: ["ERROR_NOTIFICATION_TOPIC"],
    });
  });

  it("reach people by e-mail and services by HTTPS", async () => {
    const recording = await deployed({
      errorEmails: ["oncall@example.org"],
      successUrls: ["https://example.org/results"],
    });
    expect(recording.resource("inference-error-email-oncall-example-org").inputs).to.deep.equal({
      topic: topicArn("error"),
      protocol: "email",
      endpoint: "oncall@example.org",
    });
    expect(
      recording.resource("inference-success-https-https-example-org-results").inputs,
    ).to.deep.equal({
      topic: topicArn("success"),
      protocol: "https",
      endpoint: "https://example.org/results",
    });
  });
});
