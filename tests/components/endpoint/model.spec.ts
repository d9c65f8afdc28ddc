import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { AsyncInferenceEndpoint, ServingStack } from "../../../components";
import { type Recording, record, secretValue } from "../recording-monitor";
import { deployed, statement, statements } from "./deployed";

interface Container {
  readonly image?: string;
  readonly environment: Record<string, string>;
  readonly modelDataSource?: unknown;
  readonly modelPackageName?: string;
}

function container(recording: Recording): Container {
  return recording.resource("inference-model").inputs["primaryContainer"] as Container;
}

const serverLimits = {
  MMS_MAX_REQUEST_SIZE: "2000000000",
  MMS_MAX_RESPONSE_SIZE: "2000000000",
  MMS_DEFAULT_RESPONSE_TIMEOUT: "3600",
};
const torchServeLimits = {
  TS_MAX_REQUEST_SIZE: "2000000000",
  TS_MAX_RESPONSE_SIZE: "2000000000",
  TS_DEFAULT_RESPONSE_TIMEOUT: "3600",
};

describe("the model of an AsyncInferenceEndpoint", () => {
  it("is fetched from the Hub at a revision", async () => {
    const recording = await deployed({ modelRevision: "a1b2c3" });
    expect(container(recording).environment).to.include({ HF_MODEL_REVISION: "a1b2c3" });
    expect(statements(recording, "inference-role-policy").map(({ Sid }) => Sid)).not.to.include(
      "ReadModel",
    );
  });

  it("keeps the Hub's token a secret, among the inputs and among the outputs", async () => {
    const recording = await deployed({ hubToken: "hf_token" });
    const model = recording.resource("inference-model");
    const { environment } = model.inputs["primaryContainer"] as { environment: unknown };
    expect(secretValue(environment)).to.include({ HF_TOKEN: "hf_token", HF_API_TOKEN: "hf_token" });
    expect(model.secretOutputs).to.deep.equal(["primaryContainer"]);
    expect(JSON.stringify({ ...model.inputs, primaryContainer: undefined })).not.to.contain("hf_");
  });

  it("reads the token from Secrets Manager, and keeps it a secret too", async () => {
    const recording = await deployed({
      hubTokenSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf",
    });
    const { environment } = recording.resource("inference-model").inputs["primaryContainer"] as {
      environment: unknown;
    };
    expect(secretValue(environment)).to.include({ HF_TOKEN: "hf_of_secrets_manager" });
  });

  it("is an archive in S3, which alone the role may read", async () => {
    const recording = await deployed({
      modelId: undefined,
      modelArchiveUri: "s3://models/pegasus/model.tar.gz",
    });
    expect(container(recording)).to.deep.include({
      modelDataSource: {
        s3DataSources: [
          {
            s3Uri: "s3://models/pegasus/model.tar.gz",
            s3DataType: "S3Object",
            compressionType: "Gzip",
          },
        ],
      },
      environment: { HF_TASK: "summarization", ...serverLimits },
    });
    expect(statement(recording, "inference-role-policy", "ReadModel")).to.include({
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::models/pegasus/model.tar.gz",
    });
  });

  it("is files under a prefix in S3, with the licence accepted", async () => {
    const recording = await deployed({
      modelId: undefined,
      modelPrefixUri: "s3://models/llama/",
      acceptEula: true,
    });
    expect(container(recording).modelDataSource).to.deep.equal({
      s3DataSources: [
        {
          s3Uri: "s3://models/llama/",
          s3DataType: "S3Prefix",
          compressionType: "None",
          modelAccessConfig: { acceptEula: true },
        },
      ],
    });
    expect(statement(recording, "inference-role-policy", "ReadModel").Resource).to.equal(
      "arn:aws:s3:::models/llama/*",
    );
    expect(statement(recording, "inference-role-policy", "ListModel")).to.deep.include({
      Resource: "arn:aws:s3:::models",
      Condition: { StringLike: { "s3:prefix": "llama/*" } },
    });
  });

  it("is a package, which names image and data itself", async () => {
    const modelPackageArn = "arn:aws:sagemaker:us-east-1:865070037744:model-package/ocr-1";
    const recording = await deployed({ modelId: undefined, task: undefined, modelPackageArn });
    expect(container(recording)).to.deep.equal({
      modelPackageName: modelPackageArn,
      environment: { ...serverLimits, ...torchServeLimits },
    });
    expect(statements(recording, "inference-role-policy").map(({ Sid }) => Sid)).not.to.include(
      "PullImage",
    );
    expect(recording.outputs.get("inference")).not.to.have.property("containerImageUri");
  });

  it("is in an image of one's own, which is told the limits of every server it may run", async () => {
    const containerImage = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/model:7";
    const recording = await deployed({ modelId: undefined, task: undefined, containerImage });
    expect(container(recording)).to.deep.equal({
      image: containerImage,
      environment: { ...serverLimits, ...torchServeLimits },
    });
    expect(statement(recording, "inference-role-policy", "PullImage").Resource).to.equal(
      "arn:aws:ecr:eu-west-1:210987654321:repository/team/model",
    );
  });

  it("is served by the stack that an image's repository names", async () => {
    const recording = await deployed({
      task: undefined,
      containerImage: "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-vllm:0.17.0",
    });
    expect(container(recording).environment).to.deep.equal({ HF_MODEL_ID: "google/pegasus-large" });
  });

  for (const [stack, environment] of [
    [
      ServingStack.TextGeneration,
      { HF_MODEL_ID: "org/model", MAX_BATCH_SIZE: "8", PAYLOAD_LIMIT: "2000000000" },
    ],
    [ServingStack.Vllm, { HF_MODEL_ID: "org/model", SM_VLLM_MAX_NUM_SEQS: "8" }],
    [
      ServingStack.TextEmbeddings,
      { HF_MODEL_ID: "org/model", MAX_BATCH_REQUESTS: "8", PAYLOAD_LIMIT: "2000000000" },
    ],
  ] as const) {
    it(`sets up ${stack} by its own variables`, async () => {
      const recording = await deployed({
        modelId: "org/model",
        task: undefined,
        servingStack: stack,
        modelServerBatchSize: 8,
      });
      expect(container(recording).environment).to.deep.equal(environment);
    });
  }

  it("sets up TorchServe's workers, batches and limits", async () => {
    const recording = await deployed({
      modelId: undefined,
      task: undefined,
      modelArchiveUri: "s3://models/model.tar.gz",
      servingStack: ServingStack.TorchServe,
      modelServerWorkers: 2,
      modelServerBatchSize: 4,
      modelServerBatchDelayMilliseconds: 50,
    });
    expect(container(recording).environment).to.deep.equal({
      ...torchServeLimits,
      SAGEMAKER_TS_MIN_WORKERS: "2",
      SAGEMAKER_TS_MAX_WORKERS: "2",
      SAGEMAKER_TS_BATCH_SIZE: "4",
      SAGEMAKER_TS_MAX_BATCH_DELAY: "50",
    });
  });

  it("runs on Inferentia in the image for it", async () => {
    const recording = await deployed({ task: "text-generation", instanceType: "ml.inf2.xlarge" });
    expect(container(recording).image).to.contain("/huggingface-pytorch-inference-neuronx:");
  });

  it("leaves the task to the model's card when it is omitted", async () => {
    const recording = await deployed({ task: undefined });
    expect(container(recording).environment).not.to.have.property("HF_TASK");
  });

  it("lets further environment variables win over its own", async () => {
    const recording = await deployed({
      environment: { MMS_DEFAULT_RESPONSE_TIMEOUT: "900", EXTRA: "1" },
    });
    expect(container(recording).environment).to.include({
      HF_MODEL_ID: "google/pegasus-large",
      MMS_DEFAULT_RESPONSE_TIMEOUT: "900",
      EXTRA: "1",
    });
  });

  it("takes a model that another resource is still to name", async () => {
    const recording = await record(
      () =>
        new AsyncInferenceEndpoint("inference", {
          modelArchiveUri: pulumi.output("s3://models/model.tar.gz"),
          instanceType: pulumi.output("ml.m5.xlarge"),
        }),
    );
    expect(container(recording).image).to.contain("-cpu-");
  });

  it("stands in the subnets that are given, with the rights to attach there", async () => {
    const recording = await deployed({
      subnetIds: ["subnet-0123456789abcdef0"],
      securityGroupIds: ["sg-0123456789abcdef0"],
    });
    expect(recording.resource("inference-model").inputs["vpcConfig"]).to.deep.equal({
      subnets: ["subnet-0123456789abcdef0"],
      securityGroupIds: ["sg-0123456789abcdef0"],
    });
    expect(
      statement(recording, "inference-role-policy", "AttachToNetwork").Action,
    ).to.include.members(["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]);
  });

  it("is cut off from every network when it is in S3 and that is wanted", async () => {
    const recording = await deployed({
      modelId: undefined,
      modelPrefixUri: "s3://models/pegasus/",
      networkIsolation: true,
    });
    expect(recording.resource("inference-model").inputs).to.include({
      enableNetworkIsolation: true,
    });
  });
});
