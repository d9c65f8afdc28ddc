import { join } from "node:path";

import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as dynamodb from "@pulumi/aws/dynamodb";
import * as lambda from "@pulumi/aws/lambda";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import { policyDocument } from "../policy-document";
import { feedFromBucket, feedFromTopics } from "./results-feed";
import { createRecorderRole } from "./results-role";
import { createQueue, denyPlainHttp } from "./result-queue";
import { type ResultChannel } from "./result-channel";
import { type Storage } from "./storage";

/** What files the results of an endpoint. */
export interface ResultsTableArgs {
  readonly endpointName: pulumi.Input<string>;
  readonly resultsTableRetentionDays: pulumi.Input<number>;
  readonly storage: Storage;
  readonly outputPrefix: pulumi.Input<string>;
  readonly failurePrefix: pulumi.Input<string>;
  /** The channels of results and failures; without both of them the bucket tells. */
  readonly channels: readonly (ResultChannel | undefined)[];
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly logRetentionDays: pulumi.Input<number>;
  readonly accountId: pulumi.Output<string>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A table of results. */
export interface ResultsTable {
  readonly name: pulumi.Output<string>;
  /** Name of the queue of announcements that could not be filed. */
  readonly deadLetterName: pulumi.Output<string>;
  /** What must stand before the first result. */
  readonly safeguards: pulumi.Resource[];
}

/** Makes the table, and the function that files every result and failure in it. */
export function createResultsTable(
  name: string,
  args: ResultsTableArgs,
  parent: pulumi.Resource,
): ResultsTable {
  const table = createTable(name, args, parent);
  const logs = new cloudwatch.LogGroup(
    `${name}-results-logs`,
    { retentionInDays: args.logRetentionDays, kmsKeyId: args.keyArn, tags: args.tags },
    { parent },
  );
  const lost = createQueue(`${name}-results-dead-letter-queue`, args, {}, parent);
  new sqs.QueuePolicy(
    `${name}-results-dead-letter-queue-policy`,
    { queueUrl: lost.url, policy: policyDocument([denyPlainHttp(lost.arn)]) },
    { parent },
  );
  const role = createRecorderRole(
    name,
    { ...args, tableArn: table.arn, logGroupArn: logs.arn, deadLetterArn: lost.arn },
    parent,
  );
  const recorder = createRecorder(name, args, { table, logs, lost, role }, parent);
  const topics = args.channels.flatMap((channel) => channel?.topicArn ?? []);
  const feed =
    topics.length === args.channels.length
      ? feedFromTopics(name, recorder, topics, parent)
      : feedFromBucket(name, recorder, args, parent);
  return { name: table.name, deadLetterName: lost.name, safeguards: [recorder, ...feed] };
}

/** By day and time for trends, by request so that nothing is counted twice. */
function createTable(
  name: string,
  { keyArn, tags }: ResultsTableArgs,
  parent: pulumi.Resource,
): dynamodb.Table {
  return new dynamodb.Table(
    `${name}-results`,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "resultId",
      attributes: ["resultId", "day", "completedAt"].map((attribute) => ({
        name: attribute,
        type: "S",
      })),
      globalSecondaryIndexes: [
        { name: "byDay", hashKey: "day", rangeKey: "completedAt", projectionType: "ALL" },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: keyArn === undefined ? undefined : { enabled: true, kmsKeyArn: keyArn },
      tags,
    },
    { parent },
  );
}

interface RecorderParts {
  readonly table: dynamodb.Table;
  readonly logs: cloudwatch.LogGroup;
  readonly lost: sqs.Queue;
  readonly role: { readonly arn: pulumi.Output<string>; readonly policy: pulumi.Resource };
}

function createRecorder(
  name: string,
  args: ResultsTableArgs,
  { table, logs, lost, role }: RecorderParts,
  parent: pulumi.Resource,
): lambda.Function {
  return new lambda.Function(
    `${name}-results-recorder`,
    {
      description: pulumi.interpolate`Files the results of endpoint ${args.endpointName}`,
      runtime: lambda.Runtime.NodeJS22dX,
      architectures: ["arm64"],
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({
        "index.mjs": new pulumi.asset.FileAsset(join(__dirname, "record-result.mjs")),
      }),
      memorySize: 256,
      timeout: 30,
      role: role.arn,
      kmsKeyArn: args.keyArn,
      environment: {
        variables: {
          TABLE_NAME: table.name,
          ENDPOINT_NAME: args.endpointName,
          FAILURE_PREFIX: args.failurePrefix,
          RETENTION_DAYS: pulumi.output(args.resultsTableRetentionDays).apply(String),
        },
      },
      // What fails three times is kept, not lost.
      deadLetterConfig: { targetArn: lost.arn },
      loggingConfig: { logFormat: "JSON", logGroup: logs.name },
      tags: args.tags,
    },
    { parent, dependsOn: [role.policy] },
  );
}
