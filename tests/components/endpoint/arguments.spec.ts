import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { AsyncInferenceEndpoint, type AsyncInferenceEndpointArgs } from "../../../components";
import { record, refusals } from "../recording-monitor";
import { happyPath, refusedFor } from "./deployed";

type Change = Partial<AsyncInferenceEndpointArgs>;

const topic = "arn:aws:sns:us-east-1:123456789012:shared";
const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/model:1";
const modelPackageArn = "arn:aws:sagemaker:us-east-1:123456789012:model-package/ocr/1";
const inS3 = { modelId: undefined, modelPrefixUri: "s3://models/pegasus/" };

/** What is changed in the happy path, the argument that is refused for it, and why. */
const refused: readonly (readonly [Change, keyof AsyncInferenceEndpointArgs, string])[] = [
  [
    { modelId: undefined, task: undefined },
    "modelId",
    "is missing, and so is every other source of a model; give exactly one of `modelId`, `modelArchiveUri`, `modelPrefixUri`, `modelPackageArn`, or `containerImage` for an image that holds its model",
  ],
  [
    { modelArchiveUri: "s3://models/model.tar.gz" },
    "modelArchiveUri",
    "is given beside `modelId`; a model has one source: give exactly one of `modelId`, `modelArchiveUri`, `modelPrefixUri`, `modelPackageArn`",
  ],
  [
    { ...inS3, modelRevision: "main" },
    "modelRevision",
    "is for a model of the Hugging Face Hub: give `modelId`, or leave it out",
  ],
  [
    {
      hubToken: "hf_token",
      hubTokenSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:hub-AbCdEf",
    },
    "hubTokenSecretArn",
    "is given beside `hubToken`; they name the same token: leave one of them out",
  ],
  [
    { acceptEula: true },
    "acceptEula",
    "is for a model in S3: give `modelArchiveUri` or `modelPrefixUri`, or leave it out; the licence of a model of the Hub is accepted on its page there",
  ],
  [
    { modelId: undefined, modelPackageArn },
    "task",
    "is given beside `modelPackageArn`, whose package names image and model: leave one out",
  ],
  [
    { containerImage: image, modelServerWorkers: 2 },
    "modelServerWorkers",
    "sets up a server that is not known: say what the image runs with `servingStack`, or use `environment`",
  ],
  [
    { bucketName: "articles", inputRetentionDays: 7 },
    "inputRetentionDays",
    "is given beside `bucketName`; a bucket has one lifecycle, and an existing one's is its owner's: set it there, or leave `bucketName` out",
  ],
  [
    {
      executionRoleArn: "arn:aws:iam::123456789012:role/inference",
      rolePolicyArns: ["arn:aws:iam::123456789012:policy/x"],
    },
    "rolePolicyArns",
    "is given beside `executionRoleArn`; an existing role's policies are its owner's: attach them there",
  ],
  [
    { subnetIds: ["subnet-0123456789abcdef0"] },
    "subnetIds",
    "is given without `securityGroupIds`; give both or neither",
  ],
  [
    { securityGroupIds: ["sg-0123456789abcdef0"] },
    "securityGroupIds",
    "is given without `subnetIds`; give both or neither",
  ],
  [
    { createTopics: false, errorTopicArn: topic, successEmails: ["a@example.org"] },
    "successEmails",
    "needs a topic of results: let topics be made, or name one with `successTopicArn`",
  ],
  [
    { createTopics: false, includeResponseInError: true },
    "includeResponseInError",
    "needs a topic of failures: let topics be made, or name one with `errorTopicArn`",
  ],
  [
    { createTopics: false, createResultsTable: true, bucketName: "articles" },
    "createResultsTable",
    "needs to hear of results: a bucket tells one listener only, and that of an existing one is its owner's. Let topics be made, name both, or leave `bucketName` out",
  ],
  [
    { rollbackAlarmNames: Array.from({ length: 9 }, (_, index) => `alarm-${index}`) },
    "rollbackAlarmNames",
    "names too many; an endpoint takes 10 alarms, and two are made unless `createRollbackAlarms` is false",
  ],
  [
    { networkIsolation: true },
    "networkIsolation",
    "is true; an isolated container cannot fetch `modelId` from the Hub: copy the model to S3 and name it with `modelPrefixUri` or `modelArchiveUri`, or leave the isolation out",
  ],
  [
    { volumeSizeGb: 100 },
    "volumeSizeGb",
    'is 100; ml.g5.xlarge keeps its data on a local disk of fixed size: leave it out, or use a type without one, for example "ml.m5.xlarge"',
  ],
  [
    { deploymentStepPercent: 20 },
    "deploymentStepPercent",
    'is 20; "all-at-once" knows no steps: leave it out, or choose another `deploymentStrategy`',
  ],
  [
    { deploymentStrategy: "linear", deploymentStepPercent: 5 },
    "deploymentStepPercent",
    'is 5; for "linear" it must be a whole number of percent from 10 to 50',
  ],
  [
    { deploymentStrategy: "rolling", terminationWaitSeconds: 60 },
    "terminationWaitSeconds",
    'is 60; "rolling" keeps no old fleet: leave it out, or choose another `deploymentStrategy`',
  ],
  [
    { servingStack: "vllm" },
    "task",
    'is "summarization"; serving stack "vllm" knows no tasks: leave it out, or use "transformers"',
  ],
  [
    { modelServerBatchSize: 4 },
    "modelServerBatchSize",
    'is 4; serving stack "transformers" takes no size of batches: leave it out, or use "torchserve" or "text-generation-inference" or "vllm" or "text-embeddings-inference"',
  ],
  [
    { instanceType: "ml.c7g.xlarge" },
    "instanceType",
    'is "ml.c7g.xlarge"; the Hugging Face inference images run on x86 processors and on NVIDIA GPUs and on AWS Inferentia: use such a type, for example "ml.g5.xlarge", or name an image with `containerImage`',
  ],
  [
    { failurePrefix: "output" },
    "failurePrefix",
    'is "output", the same as `outputPrefix`; results and failures must not mix: change one of them',
  ],
  [
    { failurePrefix: "output/failed" },
    "failurePrefix",
    'is "output/failed", inside `outputPrefix`; results and failures must not mix: change one of them',
  ],
  [
    { outputPrefix: "failure/not" },
    "failurePrefix",
    'is "failure", around `outputPrefix`; results and failures must not mix: change one of them',
  ],
  [
    { servingStack: "triton" as never },
    "servingStack",
    'is "triton"; it must be one of "transformers", "torchserve", "text-generation-inference", "vllm", "text-embeddings-inference"',
  ],
  [
    { modelId: undefined, modelArchiveUri: "s3://models/model.zip" },
    "modelArchiveUri",
    'is "s3://models/model.zip"; it must be a compressed archive in S3, as s3://<bucket>/<key>.tar.gz, at most 1024 characters',
  ],
  [
    { modelId: undefined, modelPrefixUri: "s3://models/pegasus" },
    "modelPrefixUri",
    'is "s3://models/pegasus"; it must be a prefix in S3 with a slash at its end, as s3://<bucket>/<prefix>/, at most 1024 characters',
  ],
  [
    { kmsKeyArn: "alias/mine" },
    "kmsKeyArn",
    'is "alias/mine"; it must be the ARN of a KMS key (not of an alias), at most 2048 characters',
  ],
  [
    { subnetIds: ["subnet-1"], securityGroupIds: ["sg-0123456789abcdef0"] },
    "subnetIds",
    'has a member that is "subnet-1"; it must be the id of a subnet, as subnet-0123456789abcdef0, at most 32 characters',
  ],
  [
    { errorEmails: ["a@example.org", "a@example.org"] },
    "errorEmails",
    'names "a@example.org" twice',
  ],
  [
    { successUrls: ["http://example.org"] },
    "successUrls",
    'has a member that is "http://example.org"; it must be a URL that starts with https://, at most 2048 characters',
  ],
  [
    { containerStartupTimeoutSeconds: 59 },
    "containerStartupTimeoutSeconds",
    "is 59; it must be a whole number of seconds from 60 to 3600",
  ],
  [
    { maxConcurrentInvocationsPerInstance: 1001 },
    "maxConcurrentInvocationsPerInstance",
    "is 1001; it must be a whole number of requests from 1 to 1000",
  ],
  [
    { initialInstanceCount: 0 },
    "initialInstanceCount",
    "is 0; it must be a whole number of instances from 1 to 2147483647",
  ],
  [
    { inferenceAmiVersion: "latest" },
    "inferenceAmiVersion",
    'is "latest"; it must be one of "al2-ami-sagemaker-inference-gpu-2", "al2-ami-sagemaker-inference-gpu-2-1", "al2-ami-sagemaker-inference-gpu-3-1", "al2-ami-sagemaker-inference-neuron-2", "al2023-ami-sagemaker-inference-gpu-4-1"',
  ],
];

describe("the arguments of an AsyncInferenceEndpoint", () => {
  for (const [change, argument, reason] of refused) {
    it(`are refused for \`${argument}\` with ${JSON.stringify(change)}`, async () => {
      expect(await refusedFor({ ...happyPath, ...change })).to.deep.equal({ [argument]: reason });
    });
  }

  it("are told all at once what is wrong with them", async () => {
    expect(
      await refusedFor({
        modelId: "a/b/c",
        modelArchiveUri: "model",
        instanceType: "ml.x9.large",
        maxConcurrentInvocationsPerInstance: 0,
        longestInvocationSeconds: 3601,
        containerImage: "docker.io/model",
        endpointName: "-",
        variantName: "",
        inputPrefix: "/in",
        failurePrefix: "output",
        subnetIds: [],
      }),
    ).to.have.all.keys(
      "modelId",
      "modelArchiveUri",
      "instanceType",
      "maxConcurrentInvocationsPerInstance",
      "longestInvocationSeconds",
      "containerImage",
      "endpointName",
      "variantName",
      "inputPrefix",
      "failurePrefix",
      "subnetIds",
    );
  });

  it("are told in one message that names the component", async () => {
    await record(() => {
      expect(
        () => new AsyncInferenceEndpoint("inference", { ...happyPath, hubTokenSecretArn: "hub" }),
      ).to.throw(
        'AsyncInferenceEndpoint "inference" has an invalid property:\n' +
          '  `hubTokenSecretArn` is "hub"; it must be the ARN of a secret of Secrets Manager, at most 2048 characters',
      );
    });
  });

  it("may be what is only known later, and are then not judged before", async () => {
    await record(() => {
      expect(
        refusals(
          () =>
            new AsyncInferenceEndpoint("inference", {
              ...happyPath,
              maxConcurrentInvocationsPerInstance: pulumi.output(4),
            }),
        ),
      ).to.deep.equal({});
    });
  });
});
