import { expect } from "chai";

import { type Recording, standsBefore } from "./recording-monitor";
import {
  bucketArn,
  deployed,
  keyArn,
  queueArn,
  statement,
  statements,
  statementsOf,
  topicArn,
} from "./endpoint/deployed";

const image =
  "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04";

describe("AsyncInferenceEndpoint", () => {
  describe("as it is made from a model of the Hub alone", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      const channel = (outcome: string) =>
        [
          ...["topic", "topic-policy", "queue", "queue-policy"],
          ...["dead-letter-queue", "dead-letter-queue-policy", "subscription"],
        ].map((suffix) => `inference-${outcome}-${suffix}`);
      expect(recording.childrenOf("inference")).to.have.members([
        "inference-key",
        "inference-bucket",
        "inference-bucket-encryption",
        "inference-bucket-privacy",
        "inference-bucket-policy",
        "inference-bucket-lifecycle",
        ...channel("success"),
        ...channel("error"),
        "inference-rollback-server-errors-alarm",
        "inference-rollback-upload-failures-alarm",
        "inference-role",
        "inference-role-policy",
        "inference-model",
        "inference-config",
        "inference-logs",
        "inference-endpoint",
      ]);
    });

    it("creates nothing outside of itself", () => {
      const elsewhere = recording.resources.filter(
        ({ parent, type }) => parent !== "inference" && type.startsWith("aws:"),
      );
      expect(elsewhere).to.deep.equal([]);
    });

    it("gives model and configuration no physical name, so that the new one stands before the old one goes", () => {
      for (const name of ["inference-model", "inference-config"]) {
        expect(recording.resource(name).inputs).not.to.have.any.keys("name", "namePrefix");
      }
    });

    it("serves the model with the container's limits raised to what asynchronous requests may be", () => {
      expect(recording.resource("inference-model").inputs).to.deep.equal({
        executionRoleArn: "arn:aws:iam:us-east-1:123456789012:inference-role-0123456",
        enableNetworkIsolation: false,
        primaryContainer: {
          image,
          environment: {
            HF_MODEL_ID: "google/pegasus-large",
            HF_TASK: "summarization",
            MMS_MAX_REQUEST_SIZE: "2000000000",
            MMS_MAX_RESPONSE_SIZE: "2000000000",
            MMS_DEFAULT_RESPONSE_TIMEOUT: "3600",
          },
        },
      });
    });

    it("hosts one variant on one instance, and gives it time to start", () => {
      expect(recording.resource("inference-config").inputs["productionVariants"]).to.deep.equal([
        {
          variantName: "primary",
          modelName: "inference-model-0123456",
          instanceType: "ml.g5.xlarge",
          initialInstanceCount: 1,
          containerStartupHealthCheckTimeoutInSeconds: 900,
          modelDataDownloadTimeoutInSeconds: 1200,
        },
      ]);
    });

    it("writes results and failures apart, encrypted, and announces both", () => {
      expect(recording.resource("inference-config").inputs["asyncInferenceConfig"]).to.deep.equal({
        clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
        outputConfig: {
          s3OutputPath: "s3://inference-bucket-0123456/output",
          s3FailurePath: "s3://inference-bucket-0123456/failure",
          kmsKeyId: keyArn,
          notificationConfig: { successTopic: topicArn("success"), errorTopic: topicArn("error") },
        },
      });
    });

    it("keeps the bucket private and behind TLS, and drops uploads that nobody finished", () => {
      expect(recording.resource("inference-bucket").inputs).to.deep.equal({ forceDestroy: false });
      expect(recording.resource("inference-bucket-privacy").inputs).to.include({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      expect(statements(recording, "inference-bucket-policy")).to.deep.equal([
        {
          Sid: "DenyPlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
      expect(recording.resource("inference-bucket-lifecycle").inputs["rules"]).to.deep.equal([
        {
          id: "unfinished-uploads",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ]);
    });

    it("lets a caller invoke, put inputs and get results, and nothing else", () => {
      expect(statementsOf(recording.outputs.get("inference")?.["callerPolicy"])).to.deep.equal([
        {
          Sid: "Invoke",
          Effect: "Allow",
          Action: "sagemaker:InvokeEndpointAsync",
          Resource: "arn:aws:sagemaker:us-east-1:123456789012:endpoint/summaries",
        },
        {
          Sid: "PutInputs",
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
          Resource: `${bucketArn}/input/*`,
        },
        {
          Sid: "GetResults",
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: [`${bucketArn}/output/*`, `${bucketArn}/failure/*`],
        },
        { Sid: "FindResults", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
        {
          Sid: "UseKey",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: keyArn,
        },
      ]);
    });

    for (const [first, later] of [
      ["inference-role-policy", "inference-endpoint"],
      ["inference-role-policy", "inference-model"],
      ["inference-model", "inference-config"],
      ["inference-config", "inference-endpoint"],
      ["inference-logs", "inference-endpoint"],
      ["inference-role", "inference-role-policy"],
      ["inference-bucket", "inference-role-policy"],
      ["inference-bucket-policy", "inference-endpoint"],
      ["inference-bucket-encryption", "inference-endpoint"],
      ["inference-bucket-privacy", "inference-bucket-policy"],
      ["inference-key", "inference-bucket-encryption"],
      ["inference-key", "inference-role-policy"],
      ["inference-success-topic", "inference-config"],
      ["inference-error-topic", "inference-config"],
      ["inference-success-topic-policy", "inference-endpoint"],
      ["inference-success-queue-policy", "inference-success-subscription"],
      ["inference-success-dead-letter-queue-policy", "inference-success-subscription"],
      ["inference-success-subscription", "inference-endpoint"],
      ["inference-error-subscription", "inference-endpoint"],
      ["inference-rollback-server-errors-alarm", "inference-endpoint"],
    ] as const) {
      it(`creates ${first} before ${later}, and deletes it after`, () => {
        expect(standsBefore(recording, first, later)).to.equal(true);
      });
    }

    it("keeps the endpoint's logs, encrypted, for 30 days", () => {
      expect(recording.resource("inference-logs").inputs).to.deep.equal({
        name: "/aws/sagemaker/Endpoints/summaries",
        retentionInDays: 30,
        kmsKeyId: keyArn,
      });
    });

    it("registers exactly its public outputs", () => {
      const registered = recording.outputs.get("inference") ?? {};
      expect(registered).to.deep.equal({
        executionPolicy: recording.resource("inference-role-policy").inputs["policy"],
        // What it says is asserted above.
        callerPolicy: registered["callerPolicy"],
        endpointName: "summaries",
        variantName: "primary",
        bucketName: "inference-bucket-0123456",
        inputPrefix: "input",
        outputPath: "s3://inference-bucket-0123456/output",
        failurePath: "s3://inference-bucket-0123456/failure",
        kmsKeyArn: keyArn,
        successTopicArn: topicArn("success"),
        errorTopicArn: topicArn("error"),
        successQueueUrl: "https://queue.test/inference-success-queue-0123456",
        errorQueueUrl: "https://queue.test/inference-error-queue-0123456",
        successDeadLetterQueueName: "inference-success-dead-letter-queue-0123456",
        errorDeadLetterQueueName: "inference-error-dead-letter-queue-0123456",
        executionRoleArn: "arn:aws:iam:us-east-1:123456789012:inference-role-0123456",
        containerImageUri: image,
      });
    });
  });

  it("names the endpoint after the component and the stack unless told otherwise", async () => {
    const recording = await deployed({ endpointName: undefined });
    expect(recording.resource("inference-endpoint").inputs["name"]).to.equal("inference-test");
  });

  it("makes no bucket when one is given, and gives rights on that one", async () => {
    const recording = await deployed({ bucketName: "articles" });
    expect(recording.childrenOf("inference").filter((name) => name.includes("bucket"))).to.be.empty;
    expect(statement(recording, "inference-role-policy", "ListBucket").Resource).to.equal(
      "arn:aws:s3:::articles",
    );
    expect(recording.outputs.get("inference")).to.include({ bucketName: "articles" });
  });

  it("deletes inputs and results when they are old enough, each after its own time", async () => {
    const recording = await deployed({ inputRetentionDays: 7, outputRetentionDays: 90 });
    const [, ...rules] = recording.resource("inference-bucket-lifecycle").inputs[
      "rules"
    ] as object[];
    expect(rules).to.deep.equal([
      { id: "inputs", status: "Enabled", filter: { prefix: "input/" }, expiration: { days: 7 } },
      { id: "results", status: "Enabled", filter: { prefix: "output/" }, expiration: { days: 90 } },
      {
        id: "failures",
        status: "Enabled",
        filter: { prefix: "failure/" },
        expiration: { days: 90 },
      },
    ]);
  });

  it("leaves the concurrency to SageMaker when it is omitted", async () => {
    const recording = await deployed({ maxConcurrentInvocationsPerInstance: undefined });
    // With an empty block the AWS provider ends in a panic.
    expect(
      recording.resource("inference-config").inputs["asyncInferenceConfig"],
    ).not.to.have.property("clientConfig");
  });

  it("tags everything that takes tags", async () => {
    const recording = await deployed({ tags: { team: "research" }, createResultsTable: true });
    const taggable = recording.resources.filter(
      ({ type, parent }) =>
        parent === "inference" &&
        !/(Policy|Subscription|Encryption\w*|Block|Lifecycle\w*|permission:Permission)$/.test(type),
    );
    expect(taggable).to.have.length(20);
    for (const { name, inputs } of taggable) {
      expect(inputs["tags"], name).to.deep.equal({ team: "research" });
    }
  });

  it("ignores no change of any child", async () => {
    const recording = await deployed();
    for (const { name, ignoreChanges } of recording.resources) {
      expect(ignoreChanges, name).to.deep.equal([]);
    }
  });

  it("attaches queues to their topics by ARN, with what could not be delivered put aside", async () => {
    const recording = await deployed();
    expect(recording.resource("inference-success-subscription").inputs).to.deep.equal({
      topic: topicArn("success"),
      protocol: "sqs",
      endpoint: queueArn("success-queue"),
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn("success-dead-letter-queue"),
      }),
    });
  });
});
