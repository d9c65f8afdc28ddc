import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import { type PolicyStatement, policyDocument } from "../policy-document";

/** How long a notification waits for its reader, seconds: the longest that SQS keeps a message. */
const messageRetentionSeconds = 14 * 24 * 3600;

/** How long a reader has to handle a notification before another reader sees it, seconds. */
const visibilityTimeoutSeconds = 60;

/** The longest that a poll of an empty queue lasts, seconds: fewer empty answers, none of them later. */
const receiveWaitTimeSeconds = 20;

/** How often a notification is handed to a reader that does not finish with it before it is put aside. */
const maxReceiveCount = 5;

/** The queue of a topic. */
export interface ResultQueueArgs {
  readonly topicArn: pulumi.Output<string>;
  /** Key that it encrypts with; SQS's own without it. */
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A queue that keeps what a topic says, and the one for what no reader could handle. */
export interface ResultQueue {
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly deadLetterName: pulumi.Output<string>;
  /** What carries notifications from the topic into the queue: it must stand before the first one is sent. */
  readonly subscription: pulumi.Resource;
}

/**
 * Makes a queue that is subscribed to a topic, with a dead-letter queue for what was read too often and for what could
 * not be delivered.
 *
 * Messages arrive in the topic's envelope (no raw delivery): it names the topic, so that one reader of both channels
 * can tell results from failures, and it is what every SNS tool expects.
 */
export function createResultQueue(
  name: string,
  args: ResultQueueArgs,
  parent: pulumi.Resource,
): ResultQueue {
  const deadLetters = createQueue(`${name}-dead-letter-queue`, args, {}, parent);
  const deadLetterPolicy = createQueuePolicy(
    `${name}-dead-letter-queue`,
    deadLetters,
    args,
    parent,
  );
  const queue = createQueue(
    `${name}-queue`,
    args,
    {
      visibilityTimeoutSeconds,
      receiveWaitTimeSeconds,
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount,
      }),
    },
    parent,
  );
  const policy = createQueuePolicy(`${name}-queue`, queue, args, parent);
  const subscription = new sns.TopicSubscription(
    `${name}-subscription`,
    {
      topic: args.topicArn,
      protocol: "sqs",
      endpoint: queue.arn,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn }),
    },
    // A notification that the queues' policies do not let in yet is lost.
    { parent, dependsOn: [policy, deadLetterPolicy] },
  );
  return {
    url: queue.url,
    arn: queue.arn,
    deadLetterName: deadLetters.name,
    subscription,
  };
}

/** An encrypted queue that keeps messages as long as SQS can. */
export function createQueue(
  name: string,
  { keyArn, tags }: Pick<ResultQueueArgs, "keyArn" | "tags">,
  settings: sqs.QueueArgs,
  parent: pulumi.Resource,
): sqs.Queue {
  const encryption =
    keyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: keyArn };
  return new sqs.Queue(
    name,
    { messageRetentionSeconds, ...settings, ...encryption, tags },
    { parent },
  );
}

/** Lets nothing into a queue over plain HTTP. */
export function denyPlainHttp(queueArn: pulumi.Output<string>): PolicyStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: queueArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function createQueuePolicy(
  name: string,
  queue: sqs.Queue,
  { topicArn }: ResultQueueArgs,
  parent: pulumi.Resource,
): sqs.QueuePolicy {
  return new sqs.QueuePolicy(
    `${name}-policy`,
    {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: "TopicDelivers",
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        },
        denyPlainHttp(queue.arn),
      ]),
    },
    { parent },
  );
}
