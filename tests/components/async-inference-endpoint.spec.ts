import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { AsyncInferenceEndpoint, type AsyncInferenceEndpointArgs } from "../../components";
import { type Recording, record, refusals, standsBefore } from "./recording-monitor";

const happyPath: AsyncInferenceEndpointArgs = {
  modelId: "google/pegasus-large",
  task: "summarization",
  maxConcurrentInvocationsPerInstance: 2,
  endpointName: "summaries",
};

function deployed(
  change: Partial<AsyncInferenceEndpointArgs> = {},
  opts?: pulumi.ComponentResourceOptions,
): Promise<Recording> {
  return record(() => new AsyncInferenceEndpoint("inference", { ...happyPath, ...change }, opts));
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statements(recording: Recording, name: string, property = "policy"): Statement[] {
  const text = recording.resource(name).inputs[property] as string;
  return (JSON.parse(text) as { Statement: Statement[] }).Statement;
}

function statement(recording: Recording, name: string, sid: string): Statement {
  const found = statements(recording, name).find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`${name} has no statement ${sid}`);
  return found;
}

describe("AsyncInferenceEndpoint", () => {
  describe("as it is made from its required arguments", () => {
    let recording: Recording;
    before(async () => {
      recording = await deployed();
    });

    it("has exactly these children", () => {
      expect(recording.childrenOf("inference")).to.have.members([
        "inference-bucket",
        "inference-bucket-encryption",
        "inference-bucket-privacy",
        "inference-bucket-policy",
        "inference-success-topic",
        "inference-success-queue",
        "inference-success-queue-policy",
        "inference-success-subscription",
        "inference-error-topic",
        "inference-error-queue",
        "inference-error-queue-policy",
        "inference-error-subscription",
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
      expect(recording.resource("inference-model").inputs["primaryContainer"]).to.deep.equal({
        image:
          "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04",
        environment: {
          HF_MODEL_ID: "google/pegasus-large",
          HF_TASK: "summarization",
          MMS_MAX_REQUEST_SIZE: "2000000000",
          MMS_MAX_RESPONSE_SIZE: "2000000000",
          MMS_DEFAULT_RESPONSE_TIMEOUT: "3600",
        },
      });
    });

    it("hosts one variant on one instance", () => {
      expect(recording.resource("inference-config").inputs["productionVariants"]).to.deep.equal([
        {
          variantName: "primary",
          modelName: "inference-model-0123456",
          instanceType: "ml.g5.xlarge",
          initialInstanceCount: 1,
        },
      ]);
    });

    it("writes results and failures apart and announces both", () => {
      expect(recording.resource("inference-config").inputs["asyncInferenceConfig"]).to.deep.equal({
        clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
        outputConfig: {
          s3OutputPath: "s3://inference-bucket-0123456/output",
          s3FailurePath: "s3://inference-bucket-0123456/failure",
          notificationConfig: {
            successTopic: "arn:aws:sns:us-east-1:123456789012:inference-success-topic-0123456",
            errorTopic: "arn:aws:sns:us-east-1:123456789012:inference-error-topic-0123456",
          },
        },
      });
    });

    it("keeps the bucket private, encrypted and behind TLS", () => {
      expect(recording.resource("inference-bucket").inputs).to.deep.equal({ forceDestroy: false });
      expect(recording.resource("inference-bucket-privacy").inputs).to.include({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      expect(recording.resource("inference-bucket-encryption").inputs["rules"]).to.deep.equal([
        { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      ]);
      expect(statements(recording, "inference-bucket-policy")).to.deep.equal([
        {
          Sid: "DenyPlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [
            "arn:aws:s3:::inference-bucket-0123456",
            "arn:aws:s3:::inference-bucket-0123456/*",
          ],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
    });

    it("lets the role list the bucket without a condition, as CreateEndpoint demands", () => {
      expect(statement(recording, "inference-role-policy", "ListBucket")).to.deep.equal({
        Sid: "ListBucket",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::inference-bucket-0123456",
      });
    });

    it("lets the role publish to its two topics in its own policy", () => {
      expect(
        statement(recording, "inference-role-policy", "PublishResults").Resource,
      ).to.deep.equal([
        "arn:aws:sns:us-east-1:123456789012:inference-success-topic-0123456",
        "arn:aws:sns:us-east-1:123456789012:inference-error-topic-0123456",
      ]);
    });

    it("lets the role read inputs and write results and failures, each under its prefix", () => {
      const bucket = "arn:aws:s3:::inference-bucket-0123456";
      expect(statement(recording, "inference-role-policy", "ReadInputs").Resource).to.equal(
        `${bucket}/input/*`,
      );
      expect(statement(recording, "inference-role-policy", "WriteResults").Resource).to.deep.equal([
        `${bucket}/output/*`,
        `${bucket}/failure/*`,
      ]);
    });

    it("gives the role no right on everything but the two that know no resources", () => {
      const unbounded = statements(recording, "inference-role-policy").filter(
        ({ Resource }) => Resource === "*",
      );
      expect(unbounded.map(({ Action }) => Action)).to.deep.equal([
        "ecr:GetAuthorizationToken",
        "cloudwatch:PutMetricData",
      ]);
    });

    it("lets SageMaker assume the role for this account and region only", () => {
      const [trust] = statements(recording, "inference-role", "assumeRolePolicy");
      expect(trust?.Condition).to.deep.equal({
        ArnLike: { "aws:SourceArn": "arn:aws:sagemaker:us-east-1:123456789012:*" },
      });
    });

    for (const outcome of ["success", "error"]) {
      it(`delivers the ${outcome} topic, and nothing else, into its encrypted queue`, () => {
        const topic = `arn:aws:sns:us-east-1:123456789012:inference-${outcome}-topic-0123456`;
        const queue = `arn:aws:sqs:us-east-1:123456789012:inference-${outcome}-queue-0123456`;
        expect(recording.resource(`inference-${outcome}-subscription`).inputs).to.deep.equal({
          topic,
          protocol: "sqs",
          endpoint: queue,
        });
        expect(recording.resource(`inference-${outcome}-queue`).inputs).to.include({
          sqsManagedSseEnabled: true,
          messageRetentionSeconds: 1_209_600,
        });
        const policy = `inference-${outcome}-queue-policy`;
        expect(statement(recording, policy, "TopicDelivers")).to.deep.include({
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: { ArnEquals: { "aws:SourceArn": topic } },
        });
        expect(statement(recording, policy, "DenyPlainHttp").Effect).to.equal("Deny");
      });
    }

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
      ["inference-success-topic", "inference-config"],
      ["inference-error-topic", "inference-config"],
      ["inference-success-queue-policy", "inference-success-subscription"],
      ["inference-success-subscription", "inference-endpoint"],
      ["inference-error-subscription", "inference-endpoint"],
    ] as const) {
      it(`creates ${first} before ${later}, and deletes it after`, () => {
        expect(standsBefore(recording, first, later)).to.equal(true);
      });
    }

    it("keeps the endpoint's logs for 30 days", () => {
      expect(recording.resource("inference-logs").inputs).to.include({
        name: "/aws/sagemaker/Endpoints/summaries",
        retentionInDays: 30,
      });
    });

    it("registers exactly its public outputs", () => {
      expect(recording.outputs.get("inference")).to.deep.equal({
        endpointName: "summaries",
        variantName: "primary",
        bucketName: "inference-bucket-0123456",
        inputPrefix: "input",
        outputPath: "s3://inference-bucket-0123456/output",
        failurePath: "s3://inference-bucket-0123456/failure",
        successTopicArn: "arn:aws:sns:us-east-1:123456789012:inference-success-topic-0123456",
        errorTopicArn: "arn:aws:sns:us-east-1:123456789012:inference-error-topic-0123456",
        successQueueUrl: "https://queue.test/inference-success-queue-0123456",
        errorQueueUrl: "https://queue.test/inference-error-queue-0123456",
        executionRoleArn: "arn:aws:iam:us-east-1:123456789012:inference-role-0123456",
        containerImageUri:
          "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04",
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

  it("leaves the concurrency to SageMaker when it is omitted", async () => {
    const recording = await deployed({ maxConcurrentInvocationsPerInstance: undefined });
    expect(recording.resource("inference-config").inputs["asyncInferenceConfig"]).to.deep.include({
      clientConfig: {},
    });
  });

  it("leaves the task to the model's card when it is omitted", async () => {
    const recording = await deployed({ task: undefined });
    const container = recording.resource("inference-model").inputs["primaryContainer"] as {
      environment: Record<string, string>;
    };
    expect(container.environment).not.to.have.property("HF_TASK");
  });

  it("lets further environment variables win over its own", async () => {
    const recording = await deployed({
      environment: { HF_MODEL_REVISION: "main", MMS_DEFAULT_RESPONSE_TIMEOUT: "900" },
    });
    const container = recording.resource("inference-model").inputs["primaryContainer"] as {
      environment: Record<string, string>;
    };
    expect(container.environment).to.include({
      HF_MODEL_ID: "google/pegasus-large",
      HF_MODEL_REVISION: "main",
      MMS_DEFAULT_RESPONSE_TIMEOUT: "900",
    });
  });

  it("pulls a given image, and gives the role rights on its repository alone", async () => {
    const containerImage = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/model:7";
    const recording = await deployed({ containerImage });
    expect(recording.resource("inference-model").inputs["primaryContainer"]).to.include({
      image: containerImage,
    });
    expect(statement(recording, "inference-role-policy", "PullImage").Resource).to.equal(
      "arn:aws:ecr:eu-west-1:210987654321:repository/team/model",
    );
  });

  it("runs on Inferentia with a given image", async () => {
    const recording = await deployed({
      instanceType: "ml.inf2.xlarge",
      containerImage: "210987654321.dkr.ecr.us-east-1.amazonaws.com/model:7",
    });
    const [variant] = recording.resource("inference-config").inputs["productionVariants"] as {
      instanceType: string;
    }[];
    expect(variant?.instanceType).to.equal("ml.inf2.xlarge");
  });

  it("tags everything that takes tags", async () => {
    const recording = await deployed({ tags: { team: "research" } });
    const tagged = recording.resources.filter(({ inputs }) => inputs["tags"] !== undefined);
    expect(tagged.map(({ name }) => name)).to.have.members([
      "inference-bucket",
      "inference-success-topic",
      "inference-success-queue",
      "inference-error-topic",
      "inference-error-queue",
      "inference-role",
      "inference-model",
      "inference-config",
      "inference-logs",
      "inference-endpoint",
    ]);
  });

  it("protects its children when it is protected", async () => {
    const recording = await deployed({}, { protect: true });
    for (const name of recording.childrenOf("inference")) {
      expect(recording.resource(name).protect, name).to.equal(true);
    }
  });

  describe("with arguments that are out of their ranges", () => {
    it("names all of them at once and creates nothing", async () => {
      let reasons: Record<string, string> = {};
      const recording = await record(() => {
        reasons = refusals(
          () =>
            new AsyncInferenceEndpoint("inference", {
              modelId: "a/b/c",
              instanceType: "ml.x9.large",
              maxConcurrentInvocationsPerInstance: 0,
              initialInstanceCount: 0,
              longestInvocationSeconds: 3601,
              containerImage: "docker.io/model",
              endpointName: "-",
              variantName: "",
              inputPrefix: "/in",
              outputPrefix: "out/",
              failurePrefix: "out/",
            }),
        );
      });
      expect(reasons).to.have.all.keys(
        "modelId",
        "instanceType",
        "maxConcurrentInvocationsPerInstance",
        "initialInstanceCount",
        "longestInvocationSeconds",
        "containerImage",
        "endpointName",
        "variantName",
        "inputPrefix",
        "outputPrefix",
        "failurePrefix",
      );
      expect(recording.resources.filter(({ type }) => type.startsWith("aws:"))).to.be.empty;
    });

    for (const [property, value, reason] of [
      [
        "maxConcurrentInvocationsPerInstance",
        1001,
        "is 1001; it must be a whole number of requests from 1 to 1000",
      ],
      [
        "initialInstanceCount",
        0,
        "is 0; it must be a whole number of instances from 1 to 2147483647",
      ],
      [
        "failurePrefix",
        "output",
        'is "output", the same as `outputPrefix`; results and failures must not mix: change one of them',
      ],
      [
        "instanceType",
        "ml.inf2.xlarge",
        'is "ml.inf2.xlarge"; the Hugging Face images run on x86 processors and on NVIDIA GPUs: use such a type, for example "ml.g5.xlarge", or name an image with `containerImage`',
      ],
    ] as const) {
      it(`refuses ${property} ${JSON.stringify(value)}`, async () => {
        await record(() => {
          const create = () =>
            new AsyncInferenceEndpoint("inference", { ...happyPath, [property]: value });
          expect(refusals(create)).to.deep.equal({ [property]: reason });
        });
      });
    }
  });
});
