import { PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { type AwsClients, createClients } from "../../simulator/deploy/clients";
import { parseS3Uri } from "../../sagemaker/resource-names";
import { settingsNamespace } from "../../settings/schema";
import { readProject } from "../../simulator/deploy/project";
import { allStacks, teamsFolder } from "./program-graph";

/** Settings of the program by key, as text, as `pulumi config set` takes them. */
export type StackSettings = Readonly<Record<string, string>>;

/** A stack file, and what is set beside what it says. */
export interface CheckedStack {
  readonly name: string;
  /** Whose `Pulumi.<stack>.yaml` is read. */
  readonly stack: string;
  readonly settings: StackSettings;
  /** Settings of an update that needs new instances. */
  readonly otherInstances: StackSettings;
  /** Makes what the stack is given and does not make itself; gives the settings that name it. */
  readonly prepare?: (endpoint: string) => Promise<StackSettings>;
}

/** Every stack file, and stacks that set between them every key that the local AWS can host. */
export function checkedStacks(): CheckedStack[] {
  const ofFiles = allStacks().map((stack) => ({
    name: stack,
    stack,
    settings: {},
    otherInstances: { instanceType: "ml.g5.2xlarge" },
  }));
  return [
    ...ofFiles,
    ...allStacks(teamsFolder).map(ofTeam),
    everythingOn,
    everythingGiven,
    ofAPackage,
  ];
}

/** A team's stack, with the local stack's provider, and what it is given and does not make. */
function ofTeam(name: string): CheckedStack {
  const prefix = `${settingsNamespace}:`;
  const settings = Object.fromEntries(
    Object.entries(readProject(teamsFolder, name).config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
  const { modelPrefixUri, callerRoleNames = "[]", instanceType = "ml.g5.xlarge" } = settings;
  return {
    name: `of team ${name}`,
    stack: "local",
    // Not the team's: the stack whose provider it has may go with all its results.
    settings: { forceDestroyBucket: "false", ...settings },
    otherInstances: { instanceType: instanceType.replace(/\d*xlarge$/, "4xlarge") },
    prepare: (endpoint) =>
      prepared(endpoint, async ({ iam, s3 }) => {
        for (const RoleName of JSON.parse(callerRoleNames) as string[]) {
          await iam.send(new CreateRoleCommand({ RoleName, ...trusting("lambda") }));
        }
        if (modelPrefixUri === undefined) return {};
        const { bucket: Bucket, key } = parseS3Uri(modelPrefixUri);
        await s3.send(new CreateBucketCommand({ Bucket }));
        await s3.send(new PutObjectCommand({ Bucket, Key: `${key}model.bin`, Body: "a model" }));
        return {};
      }),
  };
}

/** All that the components can make or announce, each in another way than by default. */
const everythingOn: CheckedStack = {
  name: "everything-on",
  stack: "local",
  settings: {
    endpointName: "Everything-On",
    modelRevision: "main",
    hubToken: "hf_token",
    containerEnvironment: JSON.stringify({ LOG_LEVEL: "debug" }),
    modelServerWorkers: "2",
    instanceType: "ml.m5.xlarge",
    concurrency: "4",
    initialInstanceCount: "2",
    volumeSizeGb: "50",
    inputRetentionDays: "30",
    outputRetentionDays: "90",
    successEmails: JSON.stringify(["results@example.com"]),
    errorEmails: JSON.stringify(["failures@example.com"]),
    successUrls: JSON.stringify(["https://example.com/results"]),
    errorUrls: JSON.stringify(["https://example.com/failures"]),
    includeResponseInSuccess: "true",
    includeResponseInError: "true",
    subnetIds: JSON.stringify(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]),
    securityGroupIds: JSON.stringify(["sg-0123456789abcdef0"]),
    rolePolicyArns: JSON.stringify(["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]),
    deploymentStrategy: "canary",
    deploymentStepPercent: "20",
    terminationWaitSeconds: "60",
    deploymentTimeoutSeconds: "3600",
    rollbackServerErrors: "5",
    logRetentionDays: "7",
    backlogTarget: "2.5",
    minCapacity: "1",
    stepScaling: "true",
    wakeUpInstances: "2",
    idleScaleInSeconds: "1800",
    schedules: JSON.stringify([
      {
        name: "morning",
        schedule: "cron(0 8 ? * MON-FRI *)",
        timezone: "Europe/Berlin",
        minCapacity: 2,
        maxCapacity: 8,
      },
      { name: "evening", schedule: "cron(0 18 ? * MON-FRI *)", minCapacity: 0, maxCapacity: 5 },
      { name: "launch", schedule: "at(2040-01-01T00:00:00)", maxCapacity: 10 },
    ]),
  },
  otherInstances: { instanceType: "ml.m5.2xlarge", deploymentStrategy: "linear" },
  prepare: (endpoint) =>
    prepared(endpoint, async ({ iam, kms, cloudWatch }) => {
      await iam.send(new CreateRoleCommand({ RoleName: "caller", ...trusting("lambda") }));
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: "quality",
          Namespace: "Own",
          MetricName: "Quality",
          Statistic: "Average",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: "LessThanThreshold",
        }),
      );
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
      return {
        callerRoleNames: JSON.stringify(["caller"]),
        rollbackAlarmNames: JSON.stringify(["quality"]),
        readableKeyArns: JSON.stringify([key?.Arn]),
      };
    }),
};

/** Key, bucket, role, topics and model are there already; nothing that can be switched off is on. */
const everythingGiven: CheckedStack = {
  name: "everything-given",
  stack: "local",
  settings: {
    acceptEula: "true",
    automaticConcurrency: "true",
    servingStack: "transformers",
    networkIsolation: "true",
    longestInvocationSeconds: "30",
    scaleInOnBacklog: "true",
    inferenceAmiVersion: "al2-ami-sagemaker-inference-gpu-3-1",
    inputPrefix: "texts",
    outputPrefix: "summaries",
    failurePrefix: "problems",
    createKey: "false",
    createTopics: "false",
    createQueues: "false",
    createRollbackAlarms: "false",
    deploymentStrategy: "rolling",
    deploymentStepPercent: "50",
    deploymentWaitSeconds: "0",
  },
  otherInstances: { instanceType: "ml.g5.4xlarge" },
  prepare: (endpoint) =>
    prepared(endpoint, async ({ iam, kms, s3, sns }) => {
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
      await s3.send(new CreateBucketCommand({ Bucket: "given-bucket" }));
      await s3.send(
        new PutObjectCommand({ Bucket: "given-bucket", Key: "model.tar.gz", Body: "a model" }),
      );
      const [success, error] = await Promise.all(
        ["given-results", "given-failures"].map((Name) =>
          sns.send(new CreateTopicCommand({ Name })),
        ),
      );
      const { Role: role } = await iam.send(
        new CreateRoleCommand({ RoleName: "given-role", ...trusting("sagemaker") }),
      );
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: "given-role",
          PolicyName: "work",
          PolicyDocument: document({
            Action: ["s3:*", "sns:Publish", "kms:*", "logs:*", "cloudwatch:*", "ecr:*"],
            Resource: "*",
          }),
        }),
      );
      return {
        kmsKeyArn: key?.Arn ?? "",
        bucketName: "given-bucket",
        modelArchiveUri: "s3://given-bucket/model.tar.gz",
        successTopicArn: success?.TopicArn ?? "",
        errorTopicArn: error?.TopicArn ?? "",
        executionRoleArn: role?.Arn ?? "",
      };
    }),
};

/** A version of a model package, which names image and data itself. */
const ofAPackage: CheckedStack = {
  name: "of-a-package",
  stack: "local",
  settings: {
    modelPackageArn: "arn:aws:sagemaker:us-east-1:123456789012:model-package/summaries/1",
    networkIsolation: "true",
    instanceType: "ml.c5.xlarge",
  },
  otherInstances: { instanceType: "ml.c5.2xlarge" },
};

/** Makes something by the clients of a server. */
export async function prepared<Made>(
  endpoint: string,
  make: (clients: AwsClients) => Promise<Made>,
): Promise<Made> {
  const clients = createClients(endpoint, "us-east-1");
  try {
    return await make(clients);
  } finally {
    clients.destroy();
  }
}

/** What lets a service assume a role that is made. */
export function trusting(service: string): { readonly AssumeRolePolicyDocument: string } {
  return {
    AssumeRolePolicyDocument: document({
      Action: "sts:AssumeRole",
      Principal: { Service: `${service}.amazonaws.com` },
    }),
  };
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
